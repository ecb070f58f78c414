package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** From a request to the platform, and from what that says to those who wait. */
final class GatewayWakeRow implements Row {
  private static final String END = "event:end";

  @Override
  public String name() {
    return "gateway-wake";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    try (Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app()) {
      List<Map<Contender, Cell>> started;
      List<Map<Contender, Cell>> ready;
      try (GatewayUnderTest gateway = GatewayUnderTest.asleep(bench, cores, app.port())) {
        started =
            new Rounds(1).with(Contender.OSTLER, () -> started(gateway)).run(bench.rounds(101, 5));
        ready =
            new Rounds(2).with(Contender.OSTLER, () -> ready(gateway)).run(bench.rounds(101, 5));
      }
      List<Map<Contender, Cell>> failed =
          new Rounds(2)
              .with(Contender.OSTLER, () -> failed(bench, cores, app))
              .run(bench.rounds(11, 2));
      return List.of(
          figure(
              "a request for an app that rests: to its process being there",
              Goal.p95AtMost(50, "ms"),
              started.get(0)),
          figure(
              "a process is ready: to the answer of a request that was held",
              Goal.p95AtMost(50, "ms"),
              ready.get(0)),
          figure("the same: to the page being told", Goal.p95AtMost(300, "ms"), ready.get(1)),
          figure(
              "a process has failed: to the answer of a request that was held",
              Goal.maxAtMost(3000, "ms"),
              failed.get(0)),
          figure("the same: to the page being told", Goal.maxAtMost(3000, "ms"), failed.get(1)));
    }
  }

  private Figure figure(String title, Goal goal, Map<Contender, Cell> cells) {
    return new Figure(name(), title, "ms", Optional.of(goal), cells);
  }

  /** The process is there when it reads: it waits for the word. */
  private static double[] started(GatewayUnderTest gateway) throws Exception {
    try (HttpConnection held = HttpConnection.to(gateway.server().address());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      long asked = System.nanoTime();
      Future<Long> answered = threads.submit(() -> answer(held, HttpConnection.OK));
      double millis = Millis.between(asked, gateway.ready());
      Long _ = answered.get();
      gateway.rest();
      return new double[] {millis};
    }
  }

  private static double[] ready(GatewayUnderTest gateway) throws Exception {
    double[] sample = sample(gateway, gateway::ready, HttpConnection.OK);
    gateway.rest();
    return sample;
  }

  /** What has failed stays so: each time with another gateway. */
  private static double[] failed(Bench bench, Cores cores, WebServer app) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.asleep(bench, cores, app.port())) {
      return sample(gateway, gateway::fail, 503);
    }
  }

  /** A request and a page wait; then the platform says something. */
  private static double[] sample(GatewayUnderTest gateway, Callable<Long> word, int status)
      throws Exception {
    try (HttpConnection held = HttpConnection.to(gateway.server().address());
        HttpConnection page = HttpConnection.to(gateway.server().address());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      // First, for it wakes the app: who follows one that rests is told so, and that is all.
      Future<Long> answered = threads.submit(() -> answer(held, status));
      gateway.await("ostler_gateway_held{app=\"app\"}", 1);
      page.send("/.ostler/events");
      Future<Long> told = threads.submit(() -> page.awaitLine(END));
      gateway.await("ostler_gateway_viewers", 1);
      long said = word.call();
      return new double[] {Millis.between(said, answered.get()), Millis.between(said, told.get())};
    }
  }

  private static long answer(HttpConnection held, int expected) throws Exception {
    int status = held.get("/");
    if (status != expected) {
      throw new BenchmarkException("answered with " + status + " instead of " + expected);
    }
    return System.nanoTime();
  }
}
