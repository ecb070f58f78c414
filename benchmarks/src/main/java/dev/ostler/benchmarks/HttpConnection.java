package dev.ostler.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of a client that costs little: it reads answers with a length. */
final class HttpConnection implements AutoCloseable {
  static final int OK = 200;

  private static final int PATIENCE_MILLIS = 60_000;
  private static final String LENGTH = "\r\ncontent-length:";

  private final Socket socket;
  private final InputStream in;

  private HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  static HttpConnection to(InetSocketAddress server) throws IOException {
    return new HttpConnection(new Socket(server.getAddress(), server.getPort()));
  }

  /** Asks and reads the whole answer; returns its status. */
  int get(String path) throws IOException {
    send(path);
    String head = head();
    in.skipNBytes(length(head));
    return Integer.parseInt(head.substring(head.indexOf(' ') + 1).substring(0, 3));
  }

  /** Asks, and leaves it at that. */
  void send(String path) throws IOException {
    socket.getOutputStream().write(request(path));
  }

  static byte[] request(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: app\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads until a line says this; returns when. */
  long awaitLine(String line) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (true) {
      int next = next();
      if (next != '\n') {
        read.write(next);
      } else if (read.toString(StandardCharsets.US_ASCII).strip().equals(line)) {
        return System.nanoTime();
      } else {
        read.reset();
      }
    }
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) next());
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private int next() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the server closed the connection");
    }
    return next;
  }

  private static long length(String head) {
    int at = head.indexOf(LENGTH);
    return at < 0
        ? 0
        : Long.parseLong(
            head.substring(at + LENGTH.length(), head.indexOf("\r\n", at + 2)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
