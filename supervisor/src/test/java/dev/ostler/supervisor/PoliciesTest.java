package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.BindMount;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restarts, signals and other things that are chosen beforehand. */
class PoliciesTest {
  private static final Duration STABLE = Duration.ofSeconds(10);

  private static RestartPolicy restart(Duration first, double factor, Duration limit) {
    return new RestartPolicy(
        RestartPolicy.When.ALWAYS, first, factor, limit, 0, STABLE, RestartPolicy.UNLIMITED);
  }

  @Test
  void firstRestartIsImmediateAndTheOthersWaitLongerUpToTheLimit() {
    RestartPolicy usual = RestartPolicy.of(RestartPolicy.When.ALWAYS);

    assertThat(IntStream.range(0, 9).mapToObj(before -> usual.delay(before, 0.5)))
        .containsExactly(
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
    assertThat(usual.delay(Integer.MAX_VALUE, 0.5)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void factorOfOneKeepsTheWait() {
    RestartPolicy steady = restart(Duration.ofMillis(200), 1, Duration.ofSeconds(1));

    assertThat(steady.delay(1, 0.5)).isEqualTo(Duration.ofMillis(200));
    assertThat(steady.delay(1_000_000, 0.5)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void fractionsAndHugeFactorsCountCorrectly() {
    RestartPolicy slow = restart(Duration.ofMillis(100), 1.5, Duration.ofHours(1));
    RestartPolicy steep =
        restart(Duration.ofMillis(1), Double.POSITIVE_INFINITY, Duration.ofHours(1));

    assertThat(slow.delay(2, 0.5)).isEqualTo(Duration.ofMillis(150));
    assertThat(slow.delay(3, 0.5)).isEqualTo(Duration.ofMillis(225));
    assertThat(steep.delay(1, 0.5)).isEqualTo(Duration.ofMillis(1));
    assertThat(steep.delay(2, 0.5)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void noWaitStaysNoWait() {
    assertThat(restart(Duration.ZERO, 2, Duration.ZERO).delay(Integer.MAX_VALUE, 0.5)).isZero();
    assertThat(restart(Duration.ZERO, 2, STABLE).delay(Integer.MAX_VALUE, 0.5)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0.99, 0, -1, Double.NEGATIVE_INFINITY})
  void factorMustBeAtLeastOne(double factor) {
    assertThatThrownBy(() -> restart(STABLE, factor, STABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("restart.factor must be at least 1, got " + factor);
  }

  @ParameterizedTest
  @CsvSource({"PT-1S, PT1S", "PT2S, PT1S", "PT0S, PT-1S"})
  void firstWaitMustBeBetweenZeroAndTheLimit(Duration first, Duration limit) {
    assertThatThrownBy(() -> restart(first, 2, limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "restart.first must be between zero and restart.limit, got " + first + " and " + limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void timeOfRunningStableMustBePositive(Duration stableAfter) {
    assertThatThrownBy(() ->
            new RestartPolicy(RestartPolicy.When.ALWAYS, STABLE, 2, STABLE, 0, stableAfter, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("restart.stableAfter must be positive, got " + stableAfter);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.1, 1.1})
  void jitterIsAPart(double jitter) {
    assertThatThrownBy(() ->
            new RestartPolicy(RestartPolicy.When.ALWAYS, STABLE, 2, STABLE, jitter, STABLE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("restart.jitter must be 0 to 1, got " + jitter);
  }

  @Test
  void waitsVaryByTheJitter() {
    RestartPolicy usual = RestartPolicy.of(RestartPolicy.When.ALWAYS);

    assertThat(usual.delay(1, 0)).isEqualTo(Duration.ofMillis(900));
    assertThat(usual.delay(1, 1)).isEqualTo(Duration.ofMillis(1100));
    assertThat(usual.delay(0, 1)).isZero();
  }

  @Test
  void timeToStopMayBeZeroButNotNegative() {
    assertThat(Stopping.by(Signal.TERM, Duration.ZERO).grace()).isZero();
    assertThatThrownBy(() -> Stopping.by(Signal.TERM, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stop.within must not be negative, got PT-0.001S");
  }

  @Test
  void usualPolicyIsWhatKubernetesExpects() {
    assertThat(Policy.defaults().stopping())
        .isEqualTo(Stopping.by(Signal.TERM, Duration.ofSeconds(30)));
    assertThat(Policy.defaults().restart().when()).isEqualTo(RestartPolicy.When.NEVER);
  }

  @Test
  void unchangedMapPassesEverySignalOn() {
    IntStream.rangeClosed(1, 64)
        .mapToObj(Signal::new)
        .forEach(signal -> {
          assertThat(SignalMap.unchanged().apply(signal)).hasValue(signal);
          assertThat(SignalMap.unchanged().rewrites(signal)).isFalse();
        });
  }

  @Test
  void withoutATerminalStopsFromTheKeyboardBecomeStop() {
    SignalMap map = SignalMap.withoutTerminal();

    assertThat(List.of(Signal.TSTP, Signal.TTIN, Signal.TTOU))
        .allSatisfy(signal -> assertThat(map.apply(signal)).hasValue(Signal.STOP));
    assertThat(map.apply(Signal.CONT)).hasValue(Signal.CONT);
  }

  @Test
  void lastWordOnASignalCountsAndTheMapItselfIsNotChanged() {
    SignalMap first = SignalMap.unchanged().with(Signal.HUP, Optional.of(Signal.USR1));
    SignalMap second = first.with(Signal.HUP, Optional.empty());

    assertThat(first.apply(Signal.HUP)).hasValue(Signal.USR1);
    assertThat(second.apply(Signal.HUP)).isEmpty();
    assertThat(second.rewrites(Signal.HUP)).isTrue();
    assertThat(SignalMap.withoutTerminal().with(Signal.TSTP, Optional.of(Signal.TSTP)))
        .extracting(map -> map.apply(Signal.TSTP).orElseThrow())
        .isEqualTo(Signal.TSTP);
  }

  private static ConfigurationSetup.Check check(String... command) {
    return new ConfigurationSetup.Check(
        ChildCommand.of(List.of(command), Map.of()), Duration.ofMinutes(1));
  }

  @Test
  void checkIsToldWhereTheNewVersionLies() {
    assertThat(check("nginx", "-c", "{staged}/nginx.conf").of(Path.of("/s"), Path.of("/t")))
        .isEqualTo(ChildCommand.of(List.of("nginx", "-c", "/s/nginx.conf"), Map.of()));
  }

  @Test
  @Needs(RealPart.ROOT)
  void checkThatIsNotToldSeesItInPlaceOfTheOld() {
    ConfigurationSetup.Check check = check("nginx", "-t");

    assertThat(check.of(Path.of("/s"), Path.of("/t")))
        .isEqualTo(check.command().withMount(new BindMount(Path.of("/s"), Path.of("/t"))));
  }
}
