package dev.ostler.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A workload with a server that begins to listen when it is woken and is gone when it rests. */
final class RestlessApp implements Workload {
  private static final int BACKLOG = 4096;

  final AtomicInteger wakes = new AtomicInteger();
  private final List<Consumer<Observation>> followers = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InetSocketAddress address;
  private @Nullable HttpServer server;
  private Observation now = new Observation.Resting();

  RestlessApp() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public String name() {
    return "restless";
  }

  @Override
  public synchronized void wake() throws WorkloadException {
    if (server != null) {
      return;
    }
    wakes.incrementAndGet();
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new WorkloadException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    become(new Observation.Running(Optional.of(address)));
  }

  @Override
  public synchronized void rest() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    become(new Observation.Resting());
  }

  private synchronized void become(Observation how) {
    now = how;
    followers.forEach(follower -> follower.accept(how));
  }

  @Override
  public synchronized Observation observe() {
    return now;
  }

  @Override
  public synchronized Following follow(Consumer<Observation> told) {
    followers.add(told);
    told.accept(now);
    return () -> followers.remove(told);
  }

  @Override
  public void close() {
    rest();
    threads.shutdownNow();
  }
}
