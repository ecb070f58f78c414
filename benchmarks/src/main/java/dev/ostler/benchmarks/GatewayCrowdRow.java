package dev.ostler.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many who wait for one app at once, and what becomes of them. */
final class GatewayCrowdRow implements Row {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SETTLING_MILLIS = 500;

  /** As the app of {@link ReverseProxies} ends. */
  private static final String END_OF_ANSWER = "0123456789\n";

  private static final String END_OF_STREAM = "event:end";

  @Override
  public String name() {
    return "gateway-crowd";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    int size = bench.rounds(10_000, 300);
    checkLimit(size);
    try (Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app()) {
      List<Map<Contender, Cell>> waiting =
          new Rounds(8)
              .with(Contender.OSTLER, () -> waiting(bench, cores, app, size))
              .run(bench.rounds(5, 1));
      ReverseProxies proxies = new ReverseProxies(bench, cores);
      int half = size / 2;
      List<Map<Contender, Cell>> passed =
          new Rounds(2)
              .with(Contender.OSTLER, () -> passed(bench, cores, half))
              .with(Contender.NGINX, () -> passed(half, proxies::nginx))
              .with(Contender.GO_PROXY, () -> passed(half, proxies::go))
              .run(bench.rounds(5, 1));
      return figures(size, waiting, passed);
    }
  }

  /** This driver has as many connections as the gateway. */
  private static void checkLimit(int size) throws BenchmarkException {
    long most = Proc.mostFiles();
    if (most < size + size / 5) {
      throw new BenchmarkException(
          "cannot open %d connections: at most %d files; raise ulimit -Hn".formatted(size, most));
    }
  }

  private List<Figure> figures(
      int size, List<Map<Contender, Cell>> waiting, List<Map<Contender, Cell>> passed) {
    String held = size + " requests that wait for an app: ";
    String streams = size + " streams of events of one app: ";
    String silent = size / 2 + " requests passed on to an app that says nothing: ";
    Optional<Goal> memory = Optional.of(Goal.maxAtMost(300, "MB"));
    return List.of(
        figure(held + "resident memory", "MB", memory, waiting.get(0)),
        figure(held + "private memory", "MB", Optional.empty(), waiting.get(1)),
        figure(
            held + "without the app's answer when all are released at once",
            "",
            Optional.of(Goal.maxAtMost(0, "")),
            waiting.get(2)),
        figure(held + "ready to the median answer", "ms", Optional.empty(), waiting.get(3)),
        figure(held + "ready to the last answer", "ms", Optional.empty(), waiting.get(4)),
        figure(streams + "resident memory", "MB", memory, waiting.get(5)),
        figure(streams + "private memory", "MB", Optional.empty(), waiting.get(6)),
        figure(streams + "ready to the last being told", "ms", Optional.empty(), waiting.get(7)),
        figure(silent + "resident memory", "MB", Optional.empty(), passed.get(0)),
        figure(silent + "private memory", "MB", Optional.empty(), passed.get(1)));
  }

  private Figure figure(
      String title, String unit, Optional<Goal> goal, Map<Contender, Cell> cells) {
    return new Figure(name(), title, unit, goal, cells);
  }

  private static double[] waiting(Bench bench, Cores cores, WebServer app, int size)
      throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.asleep(bench, cores, app.port())) {
      double[] held = held(gateway, size);
      gateway.rest();
      double[] streams = streams(gateway, size);
      return new double[] {
        held[0], held[1], held[2], held[3], held[4], streams[0], streams[1], streams[2]
      };
    }
  }

  private static double[] held(GatewayUnderTest gateway, int size) throws Exception {
    WebServer server = gateway.server();
    try (Crowd crowd = Crowd.of(size, server.address(), "/", END_OF_ANSWER)) {
      gateway.await("ostler_gateway_held{app=\"app\"}", size);
      double[] memory = memory(server);
      long ready = gateway.ready();
      Crowd.Answers answers = crowd.await(PATIENCE);
      Samples nanos = Samples.of(answers.nanos().stream().map(Long::doubleValue).toList());
      return new double[] {
        memory[0],
        memory[1],
        answers.others(),
        Millis.between(ready, (long) nanos.median()),
        Millis.between(ready, (long) nanos.max())
      };
    }
  }

  private static double[] streams(GatewayUnderTest gateway, int size) throws Exception {
    WebServer server = gateway.server();
    try (Crowd one = Crowd.of(1, server.address(), "/", END_OF_ANSWER)) {
      // It wakes the app: who follows one that rests is told so, and that is all.
      gateway.await("ostler_gateway_held{app=\"app\"}", 1);
      return streams(gateway, size, one);
    }
  }

  private static double[] streams(GatewayUnderTest gateway, int size, Crowd one) throws Exception {
    WebServer server = gateway.server();
    try (Crowd viewers = Crowd.of(size, server.address(), "/.ostler/events", END_OF_STREAM)) {
      gateway.await("ostler_gateway_viewers", size);
      double[] memory = memory(server);
      long ready = gateway.ready();
      Crowd.Answers answers = viewers.await(PATIENCE);
      if (answers.others() + one.await(PATIENCE).others() > 0) {
        throw new BenchmarkException(answers.others() + " were not told");
      }
      long last = answers.nanos().stream().mapToLong(each -> each).max().orElseThrow();
      return new double[] {memory[0], memory[1], Millis.between(ready, last)};
    }
  }

  private interface Start {
    WebServer before(int app) throws Exception;
  }

  private static double[] passed(int size, Start start) throws Exception {
    try (SilentApp app = new SilentApp();
        WebServer server = start.before(app.port())) {
      return passed(size, app, server);
    }
  }

  private static double[] passed(Bench bench, Cores cores, int size) throws Exception {
    try (SilentApp app = new SilentApp();
        GatewayUnderTest gateway = GatewayUnderTest.open(bench, cores, app.port())) {
      return passed(size, app, gateway.server());
    }
  }

  private static double[] passed(int size, SilentApp app, WebServer server) throws Exception {
    int before = app.size();
    try (Crowd _ = Crowd.of(size, server.address(), "/", END_OF_ANSWER)) {
      app.awaitSize(before + size);
      return memory(server);
    }
  }

  /** Resident and private. */
  private static double[] memory(WebServer server) throws Exception {
    Thread.sleep(SETTLING_MILLIS);
    return new double[] {
      server.megabytes("Rss"), server.megabytes("Private_Clean", "Private_Dirty")
    };
  }
}
