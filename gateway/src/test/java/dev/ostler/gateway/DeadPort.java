package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A port of this machine at which the packets of whoever wants to connect vanish: nobody accepts,
 * and the backlog is full.
 */
final class DeadPort implements AutoCloseable {
  private static final int AT_ONCE_MILLIS = 500;

  /** Those that were accepted in the end. */
  final List<Socket> accepted = new CopyOnWriteArrayList<>();

  private final ServerSocket server;
  private final List<Socket> backlog = new ArrayList<>();

  DeadPort() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    while (isConnected()) {}
  }

  private boolean isConnected() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address(), AT_ONCE_MILLIS);
      backlog.add(socket);
      return true;
    } catch (SocketTimeoutException full) {
      socket.close();
      return false;
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** From now on all are accepted, and each request is answered with ok. */
  void revive() throws IOException {
    for (Socket socket : backlog) {
      socket.close();
    }
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      while (!RawServer.head(socket).isEmpty()) {
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException gone) {
      // the gateway hung up
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : backlog) {
      socket.close();
    }
  }
}
