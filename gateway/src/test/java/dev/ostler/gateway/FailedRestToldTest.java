package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of an app whose platform does not put it to rest at first. */
class FailedRestToldTest {
  private static final Clock THEN =
      Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stopTheClock() {
    clock.shutdownNow();
  }

  /** Is put to rest at the second try. */
  private static final class Stubborn implements Workload {
    private final AtomicInteger tries = new AtomicInteger();
    private volatile Consumer<Observation> follower = _ -> {};

    @Override
    public String name() {
      return "shop";
    }

    @Override
    public void wake() {
      follower.accept(observe());
    }

    @Override
    public void rest() throws WorkloadException {
      if (tries.incrementAndGet() == 1) {
        throw new WorkloadException("cannot rest shop: nobody answers");
      }
      follower.accept(new Observation.Resting());
    }

    @Override
    public Observation observe() {
      return new Observation.Running(Optional.empty());
    }

    @Override
    public Following follow(Consumer<Observation> told) {
      follower = told;
      told.accept(new Observation.Resting());
      return () -> {};
    }

    @Override
    public void close() {}
  }

  private AppRun open(Journal journal) {
    AppPolicy usual = AppPolicy.usual();
    Duration second = Duration.ofSeconds(1);
    AppSettings settings =
        new AppSettings(
            "shop",
            List.of("*"),
            new AppPolicy(
                usual.wakeWithin(),
                usual.idleAfter(),
                usual.awakeAtLeast(),
                usual.drainWithin(),
                new AppPolicy.Retry(second, second),
                usual.breaker()),
            new Readiness.None(),
            new AppSettings.HoldLimits(10, Duration.ofSeconds(20)),
            AppSettings.Visitors.AUTO,
            AppSettings.Protocol.HTTP1,
            Schedule.NONE,
            Ignored.NOBODY,
            Set.of());
    AppRun app =
        new AppRun(
            settings, new Stubborn(), new Surroundings(clock, journal, _ -> Optional.empty()));
    app.begin();
    return app;
  }

  /** Wakes it and has it rest, which works in the end. */
  private static void live(AppRun app) {
    app.wishes().wake();
    Eventually.await("it is open", app::isOpen);
    app.wishes().rest();
    Eventually.await("it rests", () -> app.view().phase() == AppPhase.RESTING);
  }

  @Test
  void logSaysThatItDoesNotRestAndNothingOfAWake() {
    try (AppRun app = open(new LogJournal(told::add))) {
      live(app);
    }

    // A platform that refuses at once may be quicker than the line that says what it was asked.
    assertThat(told.stream().map(line -> line.replaceAll("after \\d+ ms", "after N ms")))
        .containsExactlyInAnyOrder(
            "shop: waking for a person",
            "shop: ready after N ms",
            "shop: going to rest: a person asked for it",
            "shop: does not rest: cannot rest shop: nobody answers; not tried again for 1 s",
            "shop: going to rest: nobody uses it");
  }

  @Test
  void jsonAndMetricsSayTheSame() {
    Measures measures = new Measures(new JsonJournal(told::add, THEN));
    try (AppRun app = open(measures)) {
      live(app);
      assertThat(measures.text(List.of(app), 0))
          .contains("ostler_gateway_rests_ended_total{app=\"shop\",how=\"rested\"} 1\n")
          .contains("ostler_gateway_rests_ended_total{app=\"shop\",how=\"failed\"} 1\n")
          .contains("ostler_gateway_wakes_ended_total{app=\"shop\",how=\"ready\"} 1\n");
    }

    assertThat(told)
        .contains(
            "{\"time\":\"2030-01-01T00:00:00Z\",\"event\":\"not-rested\",\"app\":\"shop\","
                + "\"reason\":\"cannot rest shop: nobody answers\",\"pause_seconds\":1.0}");
  }
}
