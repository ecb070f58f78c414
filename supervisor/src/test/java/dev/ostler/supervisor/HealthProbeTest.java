package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.FakeEntrypoint;
import dev.ostler.supervisor.Probing.Purpose;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes that ask nobody. */
@Timeout(60)
class HealthProbeTest {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final String SILENT = "unhealthy: it has not said for 100 ms that it is alive";

  private final Heard heard = new Heard();
  private RealLoop loop;

  @BeforeEach
  void open() throws IOException {
    loop = new RealLoop();
  }

  @AfterEach
  void close() {
    loop.close();
  }

  private HealthProbe start(Probe probe, Purpose purpose) {
    Probing probing = new Probing(probe, purpose, Duration.ZERO, EVERY, EVERY, 1, 1);
    HealthProbe started = HealthProbe.of(loop.router(), "probe of app", probing, heard);
    started.start();
    return started;
  }

  @Test
  void processIsReadyWhenItSaysSoAndNotWhileItReloads() {
    HealthProbe probe = start(new Probe.Notify(), Purpose.READY);
    assertThat(probe.trouble()).isEqualTo(Optional.of("it has not said that it is ready"));

    probe.said(new Notification.Ready());
    probe.said(new Notification.Reloading(OptionalLong.empty()));
    probe.said(new Notification.Ready());
    probe.said(new Notification.Stopping());

    assertThat(heard.said())
        .containsExactly(
            "healthy",
            "unhealthy: it reads its configuration anew",
            "healthy",
            "unhealthy: it ends");
  }

  @Test
  void silenceMeansThatItHangs() {
    HealthProbe probe = start(new Probe.Notify(), Purpose.ALIVE);

    loop.await("it is missed", () -> !heard.said().isEmpty());
    probe.said(new Notification.Alive());

    assertThat(heard.said()).containsExactly(SILENT, "healthy");
  }

  @ParameterizedTest
  @CsvSource({"PT0.000001S, PT0.01S", "PT0.3S, PT0.3S", "PT2500000H, PT24H"})
  void intervalsThatAProcessAsksForAreKeptWithinReason(Duration asked, Duration taken)
      throws Exception {
    FakeEntrypoint fake = new FakeEntrypoint();
    Router router = new Router(fake);
    Probing probing =
        new Probing(
            new Probe.Notify(),
            Purpose.ALIVE,
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            1,
            1);
    HealthProbe probe = HealthProbe.of(router, "probe of app", probing, heard);
    probe.start();
    probe.said(new Notification.AliveEvery(asked));

    advance(fake, router, taken.minusMillis(1));
    assertThat(heard.said()).isEmpty();
    advance(fake, router, Duration.ofMillis(1));
    assertThat(heard.said()).hasSize(1);
  }

  private static void advance(FakeEntrypoint fake, Router router, Duration time) {
    fake.advance(time);
    for (Event event : fake.events()) {
      router.happened(event);
    }
  }

  @Test
  void processCanAskForItsRestart() {
    HealthProbe probe = start(new Probe.Notify(), Purpose.ALIVE);

    probe.said(new Notification.Trigger());

    assertThat(heard.said()).containsExactly("unhealthy: it has said that it is not well");
  }

  @Test
  void nothingIsMissedOfAFrozenProcess() {
    HealthProbe probe = start(new Probe.Notify(), Purpose.ALIVE);

    probe.pause();
    probe.said(new Notification.Alive());
    loop.during(Duration.ofMillis(300));
    assertThat(heard.said()).isEmpty();
    probe.resume();

    loop.await("it is missed", () -> heard.said().contains(SILENT));
  }

  @Test
  void lineThatFitsMeansReadyOnce() {
    HealthProbe probe = start(new Probe.LogLine("^Started in"), Purpose.READY);

    probe.wrote("Not Started in");
    probe.wrote("Started in 3 s");
    probe.wrote("Started in 4 s");

    loop.await("it is ready", () -> !heard.said().isEmpty());
    loop.during(Duration.ofMillis(20));
    assertThat(heard.said()).containsExactly("healthy");
  }

  @Test
  void anyLineAtTheDescriptorMeansReady() {
    HealthProbe probe = start(new Probe.Newline(3), Purpose.READY);
    assertThat(probe.trouble()).hasValue("it has not written a line to descriptor 3");

    probe.wrote("");

    loop.await("it is ready", () -> !heard.said().isEmpty());
    assertThat(heard.said()).containsExactly("healthy");
    assertThat(probe.trouble()).isEmpty();
  }

  @Test
  void lineOfARunThatHasEndedMeansNothing() {
    HealthProbe probe = start(new Probe.LogLine("^Started in"), Purpose.READY);

    probe.wrote("Started in 3 s");
    probe.stop();
    probe.start();

    loop.during(Duration.ofMillis(20));
    assertThat(heard.said()).isEmpty();
  }
}
