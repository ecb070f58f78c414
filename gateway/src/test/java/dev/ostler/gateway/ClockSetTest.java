package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a wake in which somebody, or NTP, sets the machine's clock back by an hour. */
@SuppressWarnings("NullAway.Init")
class ClockSetTest {
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final FakeTime time = new FakeTime();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Measures measures =
      new Measures(new JsonJournal(log::add, time.timepiece().wall()));
  private FakeWorkload workload;
  private AppRun app;

  @BeforeEach
  void open() {
    workload = new FakeWorkload(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false);
    app =
        new AppRun(
            StayTest.settings(),
            workload,
            new Surroundings(
                clock, measures, _ -> Optional.empty(), Memory.NONE, time.timepiece()));
    app.begin();
    awaitPhase(AppPhase.RESTING);
    time.pass(Duration.ofSeconds(30));
    app.wishes().wake();
    awaitPhase(AppPhase.WAKING);
    time.pass(Duration.ofSeconds(2));
    time.set(Duration.ofHours(-1));
  }

  @AfterEach
  void close() {
    app.close();
    clock.shutdownNow();
  }

  private void awaitPhase(AppPhase phase) {
    Eventually.await("it is " + phase, () -> app.view().phase() == phase);
  }

  private Map<String, Object> status() {
    return ViewJson.ofOperator(app.view());
  }

  @Test
  void wakeThatGoesOnHasTakenTheTimeThatHasGoneBy() {
    assertThat(status()).containsEntry("elapsed_seconds", 2.0).containsEntry("rested_seconds", 30L);
  }

  @Test
  void wakeThatIsOverHasTakenTheTimeThatHasGoneBy() {
    workload.run();
    awaitPhase(AppPhase.AWAKE);

    assertThat(app.view().wakes())
        .singleElement()
        .extracting(History.Wake::took)
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(app.view().usualWake()).contains(Duration.ofSeconds(2));
    Eventually.await("it is told", () -> log.stream().anyMatch(line -> line.contains("\"ready\"")));
    assertThat(log)
        .anySatisfy(
            line -> assertThat(line).contains("\"seconds\":2.0", "\"platform_seconds\":2.0"));
    assertThat(measures.text(List.of(app), 0))
        .contains(
            "ostler_gateway_wake_seconds_sum{app=\"shop\"} 2.0\n",
            "ostler_gateway_wake_stage_seconds_sum{app=\"shop\",stage=\"platform\"} 2.0\n",
            "ostler_gateway_wake_stage_seconds_sum{app=\"shop\",stage=\"answer\"} 0.0\n",
            "ostler_gateway_rested_seconds_total{app=\"shop\"} 30\n");
  }

  @Test
  void lastWordsAreToldAgainWhenAMinuteHasGoneBy() {
    crash();
    assertThat(log).anyMatch(line -> line.contains("out of memory"));
    time.pass(Duration.ofMinutes(2));
    time.set(Duration.ofHours(-1));
    log.clear();

    crash();

    assertThat(log).anyMatch(line -> line.contains("out of memory"));
  }

  /** While it is awake. */
  private void crash() {
    workload.run();
    awaitPhase(AppPhase.AWAKE);
    workload.become(
        new Observation.Failed(
            Observation.Failed.Kind.CRASH, "web ended with status 3", List.of("out of memory")));
    Eventually.await("it is told", () -> log.stream().anyMatch(line -> line.contains("\"lost\"")));
  }
}
