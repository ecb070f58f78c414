package dev.ostler.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A visitor who makes up another name for each request, and sends many without waiting. */
final class InventiveVisitor {
  private static final int AT_ONCE = 100;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Random random;
  private final int port;

  /** One who makes up the same names for the same seed. */
  InventiveVisitor(int port, long seed) {
    this.port = port;
    random = new Random(seed);
  }

  String name() {
    return Long.toString(random.nextLong() >>> 1, 36);
  }

  /**
   * Sends hundreds of requests over one connection.
   *
   * @param request in which PATH and NAME become made-up ones; its answer has one closing brace
   * @return how many were answered that there is no such thing
   */
  int visit(int hundreds, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      int answers = 0;
      for (int i = 0; i < hundreds; i++) {
        socket.getOutputStream().write(requests(request).getBytes(StandardCharsets.US_ASCII));
        answers += readAnswers(in);
      }
      return answers;
    }
  }

  private String requests(String request) {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < AT_ONCE; i++) {
      requests.append(request.replace("PATH", name()).replace("NAME", name()));
    }
    return requests.toString();
  }

  private static int readAnswers(InputStream in) throws IOException {
    StringBuilder heard = new StringBuilder();
    int ends = 0;
    while (ends < AT_ONCE) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the gateway hung up after " + heard);
      }
      heard.append((char) next);
      ends += next == '}' ? 1 : 0;
    }
    return heard.toString().split("HTTP/1\\.1 404 Not Found\r\n", -1).length - 1;
  }
}
