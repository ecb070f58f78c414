package dev.ostler.supervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server that behaves as a test wants. */
final class Target implements AutoCloseable {
  /** What it does with each connection, which is closed afterwards. */
  interface Behaviour {
    void with(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listener = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();

  Target(Behaviour behaviour) throws IOException {
    threads.execute(() -> accept(behaviour));
  }

  /** One that answers everybody the same. */
  static Target answering(String answer) throws IOException {
    return new Target(connection -> {
      connection.getInputStream().read(new byte[8192]);
      OutputStream out = connection.getOutputStream();
      out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    });
  }

  /** One that never does anything. */
  static Target silent() throws IOException {
    return new Target(connection -> {
      while (connection.getInputStream().read(new byte[8192]) >= 0) {
        connection.setSoTimeout(0);
      }
    });
  }

  private void accept(Behaviour behaviour) {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(connection, behaviour));
      }
    } catch (IOException closed) {
      // by close()
    }
  }

  private static void serve(Socket connection, Behaviour behaviour) {
    try (connection) {
      behaviour.with(connection);
    } catch (IOException gone) {
      // The probe has heard enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
