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
    return explain(phase, deadline, Optional.empty(), true);
  }

  private static List<String> explain(
      AppPhase phase,
      AppDeadline deadline,
      Optional<Observation.Failed> trouble,
      boolean useDecides) {
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
            trouble,
            Optional.empty(),
            Optional.empty(),
            Map.of(deadline, THEN),
            useDecides,
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
  void appThatDoesNotRestSaysWhyAndUntilWhenItIsLeft() {
    Observation.Failed why = new Observation.Failed("nobody answers", List.of());
    assertThat(explain(AppPhase.AWAKE, AppDeadline.GUARD, Optional.of(why), true))
        .contains(
            "it could not be put to rest: nobody answers",
            "it is left awake until 2026-11-21T10:00:00Z");
  }

  @Test
  void appWhoseUseDoesNotDecideIsSaidToRestWhenItIsAsked() {
    assertThat(explain(AppPhase.AWAKE, AppDeadline.KEEP, Optional.empty(), false))
        .containsExactly(
            "shop is awake",
            "it is kept awake until 2026-11-21T10:00:00Z",
            "use does not decide when it rests: only its schedule and people do");
  }

  @Test
  void appThatIsAboutToRestWaitsForThoseWhoUseIt() {
    assertThat(explain(AppPhase.DRAINING, AppDeadline.DRAIN))
        .containsExactly(
            "shop is about to rest, unless somebody comes before those who use it are done",
            "it rests, though it is still used, at 2026-11-21T10:00:00Z");
  }
}
