package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why an app is as it is, in words. */
class ExplanationTest {
  private static final Instant THEN = Instant.parse("2026-11-21T10:00:00Z");

  private static List<String> explain(AppPhase phase, AppDeadline deadline) {
    WakeEvent event = new WakeEvent("1-1", WakeEvent.Kind.STAGE, "starting", Instant.EPOCH);
    return Explanation.of(
        new AppView(
            "shop",
            phase,
            false,
            0,
            0,
            List.of(event),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(deadline, THEN),
            Schedule.Hour.FREE,
            History.Past.NONE));
  }

  @Test
  void appThatIsWokenHasALimit() {
    assertThat(explain(AppPhase.WAKING, AppDeadline.WAKE))
        .containsExactly(
            "shop is being woken: starting",
            "it has failed if it does not answer by 2026-11-21T10:00:00Z");
  }

  @Test
  void appThatIsGoingToRestHasALimit() {
    assertThat(explain(AppPhase.SETTLING, AppDeadline.SETTLE))
        .containsExactly(
            "shop is going to rest",
            "it is taken for awake again if it does not rest by 2026-11-21T10:00:00Z");
  }

  @Test
  void appThatFailedIsWokenAgainLater() {
    assertThat(explain(AppPhase.FAILED, AppDeadline.RETRY))
        .contains("a visitor wakes it again from 2026-11-21T10:00:00Z on");
  }

  @Test
  void appThatNobodyUsesMayRestLater() {
    assertThat(explain(AppPhase.AWAKE, AppDeadline.IDLE))
        .contains("nobody uses it: it may rest from 2026-11-21T10:00:00Z on");
  }

  @Test
  void appThatIsAboutToRestWaitsForThoseWhoUseIt() {
    assertThat(explain(AppPhase.DRAINING, AppDeadline.DRAIN))
        .containsExactly(
            "shop is about to rest; new visitors wait",
            "it rests, though it is still used, at 2026-11-21T10:00:00Z");
  }
}
