package dev.ostler.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many browsers are shown the page while an app wakes. */
final class GatewayPageRow implements Row {
  private static final int CONNECTIONS = 64;
  private static final double NANOS_PER_MICRO = 1000;
  private static final List<String> BROWSER =
      List.of("--header=Accept: text/html", "--header=Sec-Fetch-Mode: navigate");

  @Override
  public String name() {
    return "gateway-page";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    try (Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app();
        GatewayUnderTest gateway = GatewayUnderTest.asleep(bench, cores, app.port())) {
      // Not counted: a JVM compiles meanwhile. The first one wakes the app, which says nothing.
      double[] _ = sample(bench, cores, gateway.server());
      List<Map<Contender, Cell>> cells =
          new Rounds(3)
              .with(Contender.OSTLER, () -> sample(bench, cores, gateway.server()))
              .run(bench.rounds(5, 2));
      return figures(cells, cores);
    }
  }

  private List<Figure> figures(List<Map<Contender, Cell>> cells, Cores cores) {
    String title = "an app is being woken" + cores.title() + ": pages";
    return List.of(
        new Figure(
            name(), title, "/s", Optional.of(Goal.medianAtLeast(20_000, "/s")), cells.get(0)),
        new Figure(name(), "the same: CPU time for each", "µs", Optional.empty(), cells.get(1)),
        new Figure(
            name(),
            "the same: answers that are not the page",
            "",
            Optional.of(Goal.maxAtMost(0, "")),
            cells.get(2)));
  }

  /** The page has the status 503. */
  private static double[] sample(Bench bench, Cores cores, WebServer server) throws Exception {
    long before = server.cpuNanos();
    Wrk wrk = Wrk.run(cores, server, CONNECTIONS, Duration.ofSeconds(bench.rounds(6, 2)), BROWSER);
    double micros = (server.cpuNanos() - before) / NANOS_PER_MICRO / wrk.requests();
    return new double[] {wrk.perSecond(), micros, Math.abs(wrk.requests() - wrk.failures())};
  }
}
