package dev.ostler.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What passing requests on to an app that is awake costs. */
final class GatewayProxyRow implements Row {
  private static final int RATE = 1000;
  private static final int CONNECTIONS = 32;
  private static final int BUSY_CONNECTIONS = 64;
  private static final double NANOS_PER_MICRO = 1000;

  @Override
  public String name() {
    return "gateway-proxy";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    try (Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app();
        GatewayUnderTest gateway = GatewayUnderTest.awake(bench, cores, app.port());
        Peers peers = Peers.start(bench, cores, app.port())) {
      Throughput throughput = new Throughput(bench, cores);
      // Not counted: a JVM compiles meanwhile.
      double[] _ = throughput.of(gateway.server());
      Latency latency = new Latency(bench);
      Rounds calm =
          new Rounds(2)
              .with(Contender.OSTLER, () -> latency.of(gateway.server()))
              .with(Contender.FLOOR, () -> latency.of(app))
              .with(peers.nginx().contender(), () -> latency.of(peers.nginx().server()))
              .with(peers.go().contender(), () -> latency.of(peers.go().server()));
      Rounds busy =
          new Rounds(3)
              .with(Contender.OSTLER, () -> throughput.of(gateway.server()))
              .with(peers.nginx().contender(), () -> throughput.of(peers.nginx().server()))
              .with(peers.go().contender(), () -> throughput.of(peers.go().server()));
      int rounds = bench.rounds(5, 2);
      return figures(calm.run(rounds), busy.run(rounds), cores);
    }
  }

  private List<Figure> figures(
      List<Map<Contender, Cell>> calm, List<Map<Contender, Cell>> busy, Cores cores) {
    String open = RATE + " requests/s through it, whoever waits (floor: to the app itself): ";
    String full = "as many requests as it takes" + cores.title() + ": ";
    return List.of(
        new Figure(
            name(),
            open + "median",
            "ms",
            Optional.of(Goal.aboveAtMost(0.5, "ms", Contender.FLOOR)),
            calm.get(0)),
        new Figure(
            name(),
            open + "99th percentile",
            "ms",
            Optional.of(Goal.aboveAtMost(5, "ms", Contender.FLOOR)),
            calm.get(1)),
        new Figure(
            name(),
            full + "answered",
            "/s",
            Optional.of(Goal.medianAtLeast(15_000, "/s")),
            busy.get(0)),
        new Figure(name(), full + "CPU time for each", "µs", Optional.empty(), busy.get(1)),
        new Figure(name(), full + "failed", "", Optional.of(Goal.maxAtMost(0, "")), busy.get(2)));
  }

  /** The median and the 99th percentile of each round. */
  private record Latency(Bench bench) {
    double[] of(WebServer server) throws Exception {
      OpenLoop.Result result =
          new OpenLoop(server.address(), RATE, CONNECTIONS)
              .run(Duration.ofSeconds(bench.rounds(6, 2)));
      if (result.failures() > 0) {
        throw new BenchmarkException(result.failures() + " requests failed");
      }
      Samples millis = Samples.of(result.millis());
      return new double[] {millis.median(), millis.percentile(99)};
    }
  }

  private record Throughput(Bench bench, Cores cores) {
    double[] of(WebServer server) throws Exception {
      long before = server.cpuNanos();
      Wrk wrk = Wrk.run(cores, server, BUSY_CONNECTIONS, Duration.ofSeconds(bench.rounds(6, 2)));
      double micros = (server.cpuNanos() - before) / NANOS_PER_MICRO / wrk.requests();
      return new double[] {wrk.perSecond(), micros, wrk.failures()};
    }
  }
}
