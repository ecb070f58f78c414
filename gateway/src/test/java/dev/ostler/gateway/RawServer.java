package dev.ostler.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes connections of this machine, each served on a thread of its own and closed then. */
final class RawServer implements AutoCloseable {
  /** What becomes of a connection; it may break at any moment. */
  interface Serving {
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Serving serving;

  private RawServer(ServerSocket server, Serving serving) {
    this.server = server;
    this.serving = serving;
  }

  static RawServer open(Serving serving) throws IOException {
    ServerSocket socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    RawServer server = new RawServer(socket, serving);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // by the test
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      serving.serve(socket);
    } catch (IOException gone) {
      // the gateway is, or it hung up
    }
  }

  /** Of a request, whose body is taken for the beginning of the next; empty at the end. */
  static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
