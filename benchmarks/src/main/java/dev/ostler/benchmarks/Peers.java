package dev.ostler.benchmarks;

import java.util.Optional;

/** The reverse proxies beside the gateway, those that are here. Ended when closed. */
record Peers(Peer nginx, Peer go) implements AutoCloseable {
  /**
   * One of them.
   *
   * @param remedy why it does not run, if so
   */
  record Peer(Contender name, Optional<WebServer> running, String remedy) {
    /** For {@link Rounds}: takes part, or says why not. */
    Supervisor contender() {
      return running.isPresent()
          ? Supervisor.present(
              name,
              "",
              (_, _) -> {
                throw new BenchmarkException("runs already");
              })
          : Supervisor.absent(name, remedy);
    }

    WebServer server() {
      return running.orElseThrow();
    }
  }

  private interface Start {
    WebServer start() throws Exception;
  }

  static Peers start(Bench bench, Cores cores, int app) throws InterruptedException {
    ReverseProxies proxies = new ReverseProxies(bench, cores);
    return new Peers(
        start(Contender.NGINX, () -> proxies.nginx(app)),
        start(Contender.GO_PROXY, () -> proxies.go(app)));
  }

  private static Peer start(Contender name, Start start) throws InterruptedException {
    try {
      return new Peer(name, Optional.of(start.start()), "");
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return new Peer(name, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws BenchmarkException {
    if (nginx.running().isPresent()) {
      nginx.server().close();
    }
    if (go.running().isPresent()) {
      go.server().close();
    }
  }
}
