package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How soon a gateway answers after its start, and what it costs when nobody comes. */
final class GatewayStartRow implements Row {
  private static final double KILOBYTES_PER_MEGABYTE = 1024;

  @Override
  public String name() {
    return "gateway-start";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisor empty = bench.supervisors().emptyJvm();
    try (Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app()) {
      ReverseProxies proxies = new ReverseProxies(bench, cores);
      List<Map<Contender, Cell>> cells =
          new Rounds(4)
              .with(Contender.OSTLER, () -> ostler(bench, cores, app))
              .with(empty, () -> empty(bench, empty))
              .with(Contender.NGINX, () -> peer(bench, () -> proxies.nginx(app.port())))
              .with(Contender.GO_PROXY, () -> peer(bench, () -> proxies.go(app.port())))
              .run(bench.rounds(7, 1));
      return figures(cells);
    }
  }

  private List<Figure> figures(List<Map<Contender, Cell>> cells) {
    String idle = "idle, some seconds after its first answer: ";
    return List.of(
        new Figure(
            name(),
            "exec to the first answer of an app that is awake (floor: an empty Java main entered)",
            "ms",
            Optional.of(Goal.medianAtMost(1500, "ms")),
            cells.get(0)),
        new Figure(
            name(),
            idle + "resident memory",
            "MB",
            Optional.of(Goal.medianAtMost(100, "MB")),
            cells.get(1)),
        new Figure(name(), idle + "private memory", "MB", Optional.empty(), cells.get(2)),
        new Figure(name(), idle + "threads", "", Optional.empty(), cells.get(3)));
  }

  private static double[] ostler(Bench bench, Cores cores, WebServer app) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.awake(bench, cores, app.port())) {
      WebServer server = gateway.server();
      double took = Millis.between(server.startedAt(), gateway.firstAnswerAt());
      return withIdle(bench, took, server);
    }
  }

  private interface Start {
    WebServer start() throws Exception;
  }

  private static double[] peer(Bench bench, Start start) throws Exception {
    try (WebServer server = start.start()) {
      double took = Millis.between(server.startedAt(), server.awaitAnswer());
      return withIdle(bench, took, server);
    }
  }

  private static double[] withIdle(Bench bench, double took, WebServer server) throws Exception {
    settle(bench);
    return new double[] {
      took,
      server.megabytes("Rss"),
      server.megabytes("Private_Clean", "Private_Dirty"),
      server.threads()
    };
  }

  private static double[] empty(Bench bench, Supervisor empty) throws Exception {
    try (Instance instance = Instance.start(bench, empty)) {
      double took = Millis.between(instance.executedAt(), instance.awaitChild().nanos());
      settle(bench);
      double[] sample = {
        took,
        Proc.memory(instance.pid(), "Rss") / KILOBYTES_PER_MEGABYTE,
        Proc.memory(instance.pid(), "Private_Clean", "Private_Dirty") / KILOBYTES_PER_MEGABYTE,
        Proc.threads(instance.pid())
      };
      instance.kill();
      return sample;
    }
  }

  private static void settle(Bench bench) throws InterruptedException {
    Thread.sleep(bench.rounds(3000, 500));
  }
}
