package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An app that its schedule wants awake though it fails, or that a person wants at rest then. */
class AppRetryTest {
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(Optional.empty()));
  private static final AppInput ANSWERS = new AppInput.Confirmed();
  private static final AppInput IDLE = new AppInput.RestAsked();
  private static final AppInput MORNING = new AppInput.HourCame(Schedule.Hour.AWAKE);
  private static final AppInput EVENING = new AppInput.HourCame(Schedule.Hour.FREE);
  private static final AppInput PAUSE_IS_OVER = new AppInput.Passed(AppDeadline.RETRY);
  private static final AppInput FAILS =
      new AppInput.Seen(new Observation.Failed("web ended with status 4", List.of()));

  private final AppPolicy policy = AppPolicy.usual();
  private final AppMachine app = new AppMachine(policy);

  private List<AppEffect> give(AppInput... inputs) {
    List<AppEffect> effects = List.of();
    for (AppInput input : inputs) {
      effects = app.next(input);
    }
    return effects;
  }

  private void crash() {
    give(RESTS, new AppInput.WakeAsked(), RUNS, ANSWERS, FAILS);
    assertThat(app.phase()).isEqualTo(AppPhase.FAILED);
  }

  @Test
  void whatHasCrashedAtNightIsWokenInTheMorning() {
    crash();
    give(PAUSE_IS_OVER);

    assertThat(give(MORNING)).contains(new AppEffect.Wake());
  }

  @Test
  void whatFailsInTheMorningIsTriedAgainAfterPausesThatGrowAllDayLong() {
    give(RESTS, MORNING);
    for (int failures = 1; failures <= 2 * policy.breaker(); failures++) {
      assertThat(give(FAILS))
          .contains(new AppEffect.SetDeadline(AppDeadline.RETRY, policy.retry().after(failures)));
      assertThat(give(PAUSE_IS_OVER)).contains(new AppEffect.Wake());
    }
    give(EVENING, FAILS);

    assertThat(give(PAUSE_IS_OVER)).isEmpty();
  }

  @Test
  void whatCrashesInItsHoursIsWokenAfterAPause() {
    crash();
    give(MORNING, RUNS, ANSWERS);

    assertThat(give(FAILS)).doesNotContain(new AppEffect.Wake());
    assertThat(give(PAUSE_IS_OVER)).contains(new AppEffect.Wake());
  }

  @Test
  void barOfAPersonHoldsInItsHoursUntilItIsLifted() {
    crash();
    give(new AppInput.BarSet(true), MORNING);

    assertThat(give(PAUSE_IS_OVER)).isEmpty();
    assertThat(give(new AppInput.BarSet(false))).contains(new AppEffect.Wake());
  }

  @Test
  void gatewayThatBeginsWithinItsHoursWakesWhatVisitorsHaveTriedTooOften() {
    give(new AppInput.Remembered(false, policy.breaker(), Optional.empty()), MORNING);

    assertThat(give(RESTS)).contains(new AppEffect.Wake());
  }

  @Test
  void whatHasFailedAndRunsIsPutToRestByAPerson() {
    crash();

    assertThat(give(IDLE)).contains(new AppEffect.Rest(RestOrder.Cause.WANTED));
    give(RESTS, MORNING, FAILS, IDLE);
    assertThat(app.phase()).isEqualTo(AppPhase.SETTLING);
    give(PAUSE_IS_OVER, RESTS);
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
  }

  @Test
  void whatHasFailedAndRestsSinceItsPlatformSaysNothingNew() {
    crash();
    give(IDLE, new AppInput.Resigned());

    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
  }

  @Test
  void whatHasFailedAndIsNotPutToRestHasFailed() {
    Observation.Failed why = new Observation.Failed("nobody answers", List.of());
    crash();
    give(IDLE);

    assertThat(give(new AppInput.Refused(why)))
        .contains(new AppEffect.TellNotRested(why, policy.retry().first()));
    assertThat(app.phase()).isEqualTo(AppPhase.FAILED);
    assertThat(app.trouble()).contains(why);
  }

  @Test
  void whoeverComesBeforeWhatHasFailedRestsHasItWoken() {
    crash();
    give(IDLE);

    assertThat(give(new AppInput.Arrived())).contains(new AppEffect.StopResting());
    assertThat(give(new AppInput.StaysAwake())).contains(new AppEffect.Wake());
  }

  @Test
  void restOfWhatHasFailedWakesNothingThatItNeeds() {
    crash();
    give(IDLE);

    assertThat(app.phase()).isEqualTo(AppPhase.SETTLING);
    assertThat(app.needsOthers()).isFalse();
  }
}
