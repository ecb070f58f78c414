package dev.ostler.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads a head, says something, and dies. */
final class DyingOrigin implements AutoCloseable {
  /** How many heads it has read. */
  final AtomicInteger heads = new AtomicInteger();

  private final RawServer server;
  private volatile String words = "";
  private volatile boolean resets;
  private volatile boolean hangsUp;

  DyingOrigin() throws IOException {
    server = RawServer.open(this::serve);
  }

  InetSocketAddress address() {
    return server.address();
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

  private void serve(Socket socket) throws IOException {
    if (hangsUp) {
      socket.setSoLinger(true, 0);
    } else if (!RawServer.head(socket).isEmpty()) {
      heads.incrementAndGet();
      socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      socket.setSoLinger(resets, 0);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
