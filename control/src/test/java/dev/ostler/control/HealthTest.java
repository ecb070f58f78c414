package dev.ostler.control;

import static dev.ostler.control.Samples.NO;
import static dev.ostler.control.Samples.NOON;
import static dev.ostler.control.Samples.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HealthTest {
  private static final Setting ENDED = new Setting(false, new SetBy.Itself(), NOON);
  private static final Setting STOPPED = new Setting(false, new SetBy.Control(0, 42), NOON);
  private static final LastExit DONE =
      new LastExit(OptionalInt.of(0), Optional.empty(), NOON, Duration.ZERO);

  static Stream<Arguments> processes() {
    return Stream.of(
        arguments(
            Samples.running("a", Readiness.State.YES), "live: a is running", "ready: a is running"),
        arguments(
            Samples.running("a", Readiness.State.NO),
            "live: a is running, its readiness check fails",
            "not ready: a is running, its readiness check fails"),
        arguments(
            Samples.running("a", Readiness.State.UNKNOWN),
            "live: a is running, its readiness check has not answered yet",
            "not ready: a is running, its readiness check has not answered yet"),
        arguments(
            Samples.down("a", new Intent(YES, YES, YES), Optional.empty()),
            "live: a is suspended",
            "not ready: a is suspended"),
        arguments(
            Samples.down("a", new Intent(YES, NO, NO), Optional.empty()),
            "live: a is on standby",
            "ready: a is on standby"),
        arguments(
            Samples.down("a", new Intent(STOPPED, YES, NO), Optional.empty()),
            "live: a is stopped",
            "not ready: a is stopped"),
        arguments(
            Samples.down("a", new Intent(NO, YES, NO), Optional.empty()),
            "live: a is not started",
            "not ready: a is not started"),
        arguments(
            Samples.down("a", new Intent(ENDED, YES, NO), Optional.of(DONE)),
            "live: a has ended with status 0",
            "ready: a has ended with status 0"),
        arguments(
            Samples.down("a", new Intent(ENDED, YES, NO), Optional.of(Samples.FAILED)),
            "not live: a has ended with status 3",
            "not live: a has ended with status 3"),
        arguments(
            Samples.BACKING_OFF,
            "not live: batch waits to be restarted after status 3",
            "not live: batch waits to be restarted after status 3"));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void processIsLiveAndReadyAsItsStateSays(ProcessStatus process, String live, String ready) {
    assertThat(Health.of(List.of(process), false))
        .isEqualTo(new Health(!live.startsWith("not"), live));
    assertThat(Health.of(List.of(process), true))
        .isEqualTo(new Health(!ready.startsWith("not"), ready));
  }

  @Test
  void oneThatIsNotLiveIsEnough() {
    assertThat(Health.of(List.of(Samples.WEB, Samples.BACKING_OFF), false).passed()).isFalse();
  }

  @Test
  void severalAreCounted() {
    assertThat(Health.of(List.of(Samples.WEB, Samples.running("b", Readiness.State.YES)), true))
        .isEqualTo(new Health(true, "ready: 2 of 2 processes running"));
  }
}
