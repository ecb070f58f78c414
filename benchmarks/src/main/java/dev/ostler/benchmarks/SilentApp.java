package dev.ostler.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Takes connections and says nothing. */
final class SilentApp implements AutoCloseable {
  private static final int BACKLOG = 4096;

  private final ServerSocketChannel server;
  private final List<SocketChannel> clients = new ArrayList<>();

  SilentApp() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    Thread.ofPlatform().daemon().name("silent-app").start(this::accept);
  }

  int port() {
    return server.socket().getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        synchronized (clients) {
          clients.add(client);
        }
      }
    } catch (IOException closed) {
      // nobody is accepted any more
    }
  }

  int size() {
    synchronized (clients) {
      return clients.size();
    }
  }

  void awaitSize(int size) throws BenchmarkException, InterruptedException {
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (size() < size) {
      if (System.nanoTime() > deadline) {
        throw new BenchmarkException("only " + size() + " of " + size + " came through");
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (clients) {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }
}
