package dev.ostler.benchmarks;

import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that listens on the loopback. Ended when closed. */
final class WebServer implements AutoCloseable {
  private static final Duration END_PATIENCE = Duration.ofSeconds(30);
  private static final double KILOBYTES_PER_MEGABYTE = 1024;

  private final Agent agent;
  private final int pid;
  private final int port;
  private final Path output;
  private final long startedAt;

  private WebServer(Agent agent, int pid, int port, Path output, long startedAt) {
    this.agent = agent;
    this.pid = pid;
    this.port = port;
    this.output = output;
    this.startedAt = startedAt;
  }

  /** Starts one that is to listen at this port; the caller awaits that. */
  static WebServer start(Bench bench, Path folder, int port, List<String> command)
      throws BenchmarkException {
    Path output = folder.resolve("output");
    long began = System.nanoTime();
    return new WebServer(
        bench.agent(), bench.agent().spawn(folder, output, command), port, output, began);
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  int pid() {
    return pid;
  }

  int port() {
    return port;
  }

  /** When its program was executed, or a moment sooner. */
  long startedAt() {
    return startedAt;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Waits until it takes connections. */
  WebServer awaitListening() throws Exception {
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (!isListening()) {
      if (!ProcFs.isAlive(pid) || System.nanoTime() > deadline) {
        throw new BenchmarkException("does not listen: " + Files.readString(output).strip());
      }
      Thread.sleep(1);
    }
    return this;
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Waits until it answers one request with 200; returns when. */
  long awaitAnswer() throws Exception {
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    while (System.nanoTime() < deadline && ProcFs.isAlive(pid)) {
      try (HttpConnection connection = HttpConnection.to(address())) {
        if (connection.get("/") == HttpConnection.OK) {
          return System.nanoTime();
        }
      } catch (IOException notYet) {
        Thread.sleep(1);
      }
    }
    throw new BenchmarkException("does not answer: " + Files.readString(output).strip());
  }

  /** Of all its processes. */
  long cpuNanos() throws IOException {
    long sum = 0;
    for (int each : processes()) {
      sum += Proc.cpuNanos(each);
    }
    return sum;
  }

  /** The sum of the named lines of {@code smaps_rollup} of all its processes. */
  double megabytes(String... names) throws IOException {
    long sum = 0;
    for (int each : processes()) {
      sum += Proc.memory(each, names);
    }
    return sum / KILOBYTES_PER_MEGABYTE;
  }

  long threads() throws IOException {
    long sum = 0;
    for (int each : processes()) {
      sum += Proc.threads(each);
    }
    return sum;
  }

  private List<Integer> processes() throws IOException {
    List<Integer> all = new ArrayList<>(List.of(pid));
    all.addAll(Proc.children(pid));
    return all;
  }

  @Override
  public void close() throws BenchmarkException {
    if (ProcFs.isAlive(pid)) {
      agent.end(pid, Signal.TERM, END_PATIENCE);
    }
  }
}
