package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An app that is asked to rest and does not. */
class FailedRestTest {
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(Optional.empty()));
  private static final AppInput ANSWERS = new AppInput.Confirmed();
  private static final Observation.Failed WHY =
      new Observation.Failed("nobody answers at /run/docker.sock", List.of());
  private static final AppInput REFUSED = new AppInput.Refused(WHY);

  private final AppPolicy policy = AppPolicy.usual();
  private final AppMachine app = new AppMachine(policy);

  private List<AppEffect> give(AppInput... inputs) {
    List<AppEffect> effects = List.of();
    for (AppInput input : inputs) {
      effects = app.next(input);
    }
    return effects;
  }

  private void beAskedToRest() {
    give(RESTS, new AppInput.WakeAsked(), RUNS, ANSWERS, new AppInput.RestAsked());
    assertThat(app.phase()).isEqualTo(AppPhase.SETTLING);
  }

  private static AppEffect guard(Duration time) {
    return new AppEffect.SetDeadline(AppDeadline.GUARD, time);
  }

  @Test
  void isToldAndTriedAgainAfterPausesThatGrow() {
    beAskedToRest();

    for (int failures = 1; failures <= 9; failures++) {
      Duration pause = policy.retry().after(failures);
      assertThat(give(REFUSED)).contains(new AppEffect.TellNotRested(WHY, pause));
      assertThat(give(ANSWERS)).contains(guard(pause));
      assertThat(app.trouble()).contains(WHY);
      assertThat(give(new AppInput.Passed(AppDeadline.GUARD)))
          .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
    }
    assertThat(policy.retry().after(9)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void isAwakeForItsVisitorMeanwhileAndThenRestsByTheUsualRules() {
    beAskedToRest();
    give(REFUSED, ANSWERS, new AppInput.Arrived());

    assertThat(give(new AppInput.Passed(AppDeadline.GUARD))).isEmpty();
    assertThat(give(new AppInput.Left()))
        .containsExactly(
            new AppEffect.SetDeadline(AppDeadline.IDLE, policy.idleAfter().orElseThrow()));
  }

  @Test
  void startsWithShortPausesAgainOnceItHasRested() {
    beAskedToRest();
    give(REFUSED, ANSWERS, new AppInput.Passed(AppDeadline.GUARD));
    give(REFUSED, ANSWERS, new AppInput.Passed(AppDeadline.GUARD), RESTS);
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
    assertThat(app.trouble()).isEmpty();

    assertThat(give(new AppInput.WakeAsked(), RUNS, ANSWERS))
        .contains(guard(policy.awakeAtLeast()));
    assertThat(give(new AppInput.RestAsked(), REFUSED))
        .contains(new AppEffect.TellNotRested(WHY, policy.retry().first()));
  }

  @Test
  void hasRestedIfOnlyTheAnswerWasLost() {
    beAskedToRest();
    give(REFUSED);

    assertThat(give(RESTS))
        .contains(new AppEffect.StopConfirming(), new AppEffect.ClearDeadline(AppDeadline.WAKE))
        .doesNotContain(new AppEffect.Wake());
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
  }

  @Test
  void isWokenForWhoeverCameBeforeTheLostAnswerShows() {
    beAskedToRest();
    give(REFUSED, new AppInput.Arrived());

    assertThat(give(RESTS)).contains(new AppEffect.StopConfirming(), new AppEffect.Wake());
    assertThat(app.phase()).isEqualTo(AppPhase.WAKING);
  }

  @Test
  void staysAwakeWithoutAWordIfSomebodyElseHasUseForIt() {
    beAskedToRest();

    assertThat(give(new AppInput.StaysAwake()))
        .noneMatch(effect -> effect instanceof AppEffect.TellNotRested);
    assertThat(give(ANSWERS)).contains(guard(policy.awakeAtLeast()));
  }

  @Test
  void wakeOfOthersWhoThinkBetterOfItIsNotTakenOver() {
    give(RESTS, new AppInput.Seen(new Observation.Waking("pulling its image")));

    assertThat(give(RESTS)).doesNotContain(new AppEffect.Wake());
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
  }

  @Test
  void isNotBegunWhileItsPlatformIsAgainstIt() {
    app.next(new AppInput.Restrained(Optional.of("it uses 50 % of its CPU")));
    app.next(new AppInput.Seen(new Observation.Running(Optional.empty())));
    var awake = app.next(new AppInput.Confirmed());
    app.next(new AppInput.HourCame(Schedule.Hour.REST));
    app.next(new AppInput.Passed(AppDeadline.GUARD));
    AppPhase during = app.phase();
    var over = app.next(new AppInput.Restrained(Optional.empty()));

    assertThat(awake)
        .noneMatch(effect ->
            effect instanceof AppEffect.SetDeadline(AppDeadline what, Duration _)
                && what == AppDeadline.IDLE);
    assertThat(during).isEqualTo(AppPhase.AWAKE);
    assertThat(over)
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED)); // for its schedule says so
  }
}
