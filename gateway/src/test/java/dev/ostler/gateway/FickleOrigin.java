package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that says that it keeps its connections, and does not. It knows no bodies. */
final class FickleOrigin implements AutoCloseable {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** The first lines of all requests, in the order in which they came. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final RawServer server;
  private volatile int most = Integer.MAX_VALUE;

  FickleOrigin() throws IOException {
    server = RawServer.open(this::serve);
  }

  InetSocketAddress address() {
    return server.address();
  }

  /** Has it hang up on the request after so many on the same connection. */
  void hangsUpAfter(int answers) {
    most = answers;
  }

  /** Resets all its connections. */
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    sockets.add(socket);
    int answers = 0;
    for (String head = RawServer.head(socket); !head.isEmpty(); head = RawServer.head(socket)) {
      requests.add(head.lines().findFirst().orElse(""));
      if (answers++ >= most) {
        return;
      }
      socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }
}
