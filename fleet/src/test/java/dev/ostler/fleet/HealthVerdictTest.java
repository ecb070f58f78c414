package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.Health;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a started container works, and what is said if it does not. */
class HealthVerdictTest {
  private static final Duration WITHIN = Duration.ofSeconds(3);

  @Test
  void whoDoesNotWorkInTimeIsShownWithItsLastAnswer() {
    assertThat(verdict(WITHIN, Optional.of("HTTP 500")))
        .isEqualTo(
            new HealthVerdict.Fails(
                "it was not seen to work within 3.0 s; its last answer: HTTP 500"));
  }

  @Test
  void answerMayComeUntilTheTimeIsOver() {
    assertThat(verdict(WITHIN.minusMillis(1), Optional.of("HTTP 500")))
        .isEqualTo(new HealthVerdict.Unclear());
    assertThat(verdict(WITHIN, Optional.empty())).isEqualTo(new HealthVerdict.Works());
  }

  private static HealthVerdict verdict(Duration elapsed, Optional<String> complaint) {
    Workload.Rules usual = Workload.Rules.usual();
    Workload.Rules rules =
        new Workload.Rules(
            Set.of(),
            usual.update(),
            new HealthProbe.Http(80, "/", WITHIN),
            false,
            usual.pull(),
            Optional.empty());
    ContainerStatus running =
        new ContainerStatus(
            ContainerState.RUNNING,
            Health.NONE,
            "",
            0,
            0,
            false,
            "",
            Optional.empty(),
            Optional.empty(),
            0);
    return HealthVerdict.of(running, complaint, elapsed, rules);
  }
}
