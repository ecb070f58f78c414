package dev.ostler.gateway;

import dev.ostler.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A visitor who says any host that he likes and sees every byte. */
final class RawVisitor {
  private static final int PATIENCE_MILLIS = 100;

  private RawVisitor() {}

  /** What comes back for one request until the server ends the connection. */
  static String get(int port, String path, String host, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host);
      for (String header : headers) {
        request.append("\r\n").append(header);
      }
      request.append("\r\nConnection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return read(socket.getInputStream());
    }
  }

  private static String read(InputStream in) throws IOException {
    long end = System.nanoTime() + Eventually.LONG.toNanos();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (System.nanoTime() < end) {
      try {
        int next = in.read();
        if (next < 0) {
          return read.toString(StandardCharsets.UTF_8);
        }
        read.write(next);
      } catch (SocketTimeoutException notYet) {
        // the deadline counts
      }
    }
    throw new AssertionError("no end of: " + read.toString(StandardCharsets.UTF_8));
  }

  /** The body of an answer, in chunks or whole. */
  static String body(String answer) {
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return answer.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
        ? body.replaceAll("(?m)^[0-9a-f]+\\r\\n|\\r\\n", "")
        : body;
  }
}
