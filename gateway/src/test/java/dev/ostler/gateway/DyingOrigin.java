package dev.ostler.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads a head, says something, and dies. */
final class DyingOrigin implements AutoCloseable {
  /** How many heads it has read. */
  final AtomicInteger heads = new AtomicInteger();

  private final ServerSocket server;
  private volatile String words = "";
  private volatile boolean resets;
  private volatile boolean hangsUp;

  DyingOrigin() throws IOException {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Sets its last words, and whether the connection is reset after them rather than closed. */
  void says(String last, boolean reset) {
    words = last;
    resets = reset;
  }

  /** Has it reset connections before it has read anything. */
  void hangsUpOnAll() {
    hangsUp = true;
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
      if (hangsUp) {
        socket.setSoLinger(true, 0);
      } else if (hasHead(socket.getInputStream())) {
        heads.incrementAndGet();
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        socket.setSoLinger(resets, 0);
      }
    } catch (IOException gone) {
      // the gateway is
    }
  }

  private static boolean hasHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
