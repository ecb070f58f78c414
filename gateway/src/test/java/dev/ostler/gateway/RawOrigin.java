package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that keeps every byte that it gets. It believes each head as a naive parser does, and
 * answers once for each.
 */
final class RawOrigin implements AutoCloseable {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  final List<ByteArrayOutputStream> connections = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  RawOrigin() throws IOException {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Everything that came, over all connections. */
  String received() {
    StringBuilder all = new StringBuilder();
    connections.forEach(bytes -> all.append(bytes.toString(StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        connections.add(bytes);
        Thread.ofVirtual().start(() -> serve(socket, bytes));
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private void serve(Socket socket, ByteArrayOutputStream bytes) {
    try (socket) {
      InputStream in = socket.getInputStream();
      int from = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes.write(next);
        String got = bytes.toString(StandardCharsets.ISO_8859_1).substring(from);
        if (isWhole(got)) {
          from += got.length();
          socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException gone) {
      // the gateway is
    }
  }

  private static boolean isWhole(String request) {
    int end = request.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = request.substring(0, end).toLowerCase(java.util.Locale.ROOT);
    String body = request.substring(end + 4);
    if (head.contains("\r\ntransfer-encoding:")) {
      return body.endsWith("\r\n\r\n") && (body.startsWith("0\r\n") || body.contains("\r\n0\r\n"));
    }
    int length = head.indexOf("\r\ncontent-length:");
    return length < 0
        || body.length()
            >= Integer.parseInt(head.substring(length + 17).lines().findFirst().orElse("").strip());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
