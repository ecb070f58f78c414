package dev.ostler.fleet;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The hosts' engines: each is connected to at the first question, and then kept. */
final class Connections implements AutoCloseable {
  private final Connector connector;
  private final Logins logins;
  private final int atOnce;
  private final Map<String, EngineHost> engines = new ConcurrentHashMap<>();

  /**
   * No connections yet.
   *
   * @param atOnce how many hosts are looked at at once
   */
  Connections(Connector connector, Logins logins, int atOnce) {
    this.connector = connector;
    this.logins = logins;
    this.atOnce = atOnce;
  }

  EngineHost to(Host host) throws IOException {
    EngineHost known = engines.get(host.name());
    if (known != null) {
      return known;
    }
    EngineHost engine = new EngineHost(connector.connect(host), logins);
    engines.put(host.name(), engine);
    return engine;
  }

  /** Those that there are, by name of the host. */
  NavigableMap<String, HostEngine> all() {
    return new TreeMap<>(engines);
  }

  /** Those that there are to these hosts, by name. */
  NavigableMap<String, HostEngine> to(Collection<String> hosts) {
    NavigableMap<String, HostEngine> found = all();
    found.keySet().retainAll(hosts);
    return found;
  }

  /** Looks at hosts, all at once; one that does not answer is unknown. */
  Map<String, HostView> look(Collection<Host> hosts, Observation observation)
      throws InterruptedException {
    Map<String, HostView> views = new ConcurrentHashMap<>();
    Semaphore places = new Semaphore(atOnce);
    // close() waits for every host, so that no thread outlives this block.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Host host : hosts) {
        places.acquire();
        threads.execute(() -> {
          try {
            views.put(host.name(), look(host, observation));
          } finally {
            places.release();
          }
        });
      }
    }
    return views;
  }

  private HostView look(Host host, Observation observation) {
    try {
      return observation.of(host.name(), to(host));
    } catch (IOException e) {
      return new HostView.Unknown(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts those who look", e);
    }
  }

  @Override
  public void close() {
    engines.values().forEach(HostEngine::close);
  }
}
