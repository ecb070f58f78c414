package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The stories of an app that is woken and rested. */
class AppMachineTest {
  private static final Optional<InetSocketAddress> UPSTREAM =
      Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(UPSTREAM));
  private static final AppInput COMES = new AppInput.Arrived();
  private static final AppInput GOES = new AppInput.Left();
  private static final AppInput ANSWERS = new AppInput.Confirmed();
  private static final Observation.Failed BROKEN =
      new Observation.Failed("its image cannot be pulled", List.of());

  private final AppPolicy policy = AppPolicy.usual();
  private final AppMachine app = new AppMachine(policy);

  private List<AppEffect> give(AppInput... inputs) {
    List<AppEffect> effects = List.of();
    for (AppInput input : inputs) {
      effects = app.next(input);
    }
    return effects;
  }

  private void wakeUp() {
    give(RESTS, COMES, RUNS, ANSWERS);
  }

  private void passAwakeTime() {
    give(new AppInput.Passed(AppDeadline.GUARD));
  }

  @Test
  void firstVisitorWakesAndAllPassWhenItAnswers() {
    assertThat(give(RESTS, COMES))
        .containsExactly(
            new AppEffect.ClearDeadline(AppDeadline.RETRY),
            new AppEffect.Wake(),
            new AppEffect.SetDeadline(AppDeadline.WAKE, policy.wakeWithin()));
    assertThat(give(COMES, COMES)).isEmpty();
    assertThat(give(RUNS)).containsExactly(new AppEffect.Confirm(UPSTREAM));
    assertThat(give(ANSWERS)).contains(new AppEffect.Release(UPSTREAM));
    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
  }

  @Test
  void clockOfIdlenessRunsFromTheEndOfTheLastUse() {
    wakeUp();
    passAwakeTime();

    assertThat(give(COMES)).containsExactly(new AppEffect.ClearDeadline(AppDeadline.IDLE));
    assertThat(give(GOES)).isEmpty();
    assertThat(give(GOES))
        .containsExactly(
            new AppEffect.SetDeadline(AppDeadline.IDLE, policy.idleAfter().orElseThrow()));
    assertThat(give(new AppInput.Passed(AppDeadline.IDLE)))
        .contains(new AppEffect.Hold(), new AppEffect.Rest(RestOrder.Cause.UNUSED));
    assertThat(give(RESTS)).contains(new AppEffect.ClearDeadline(AppDeadline.SETTLE));
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
  }

  @Test
  void itIsNotRestedBeforeItWasAwakeForAWhile() {
    wakeUp();
    give(GOES);

    assertThat(give(new AppInput.Passed(AppDeadline.IDLE))).isEmpty();
    assertThat(give(new AppInput.Passed(AppDeadline.GUARD)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void visitorWhoComesWhileItSettlesWakesItAgain() {
    wakeUp();
    passAwakeTime();
    give(GOES, new AppInput.Passed(AppDeadline.IDLE));

    assertThat(give(COMES)).containsExactly(new AppEffect.StopResting());
    assertThat(give(RESTS)).contains(new AppEffect.Wake());
  }

  @Test
  void restThatAPersonAsksForWaitsForThoseWhoAreServed() {
    wakeUp();

    assertThat(give(new AppInput.RestAsked()))
        .contains(new AppEffect.SetDeadline(AppDeadline.DRAIN, policy.drainWithin()))
        .doesNotContain(new AppEffect.Rest(RestOrder.Cause.WANTED));
    assertThat(give(GOES)).contains(new AppEffect.Rest(RestOrder.Cause.WANTED));
  }

  @Test
  void visitorBeforeTheRestKeepsItAwake() {
    wakeUp();
    give(new AppInput.RestAsked());

    assertThat(give(COMES)).contains(new AppEffect.Release(UPSTREAM));
    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
  }

  @Test
  void failureIsToldAndTriedAgainLaterAndLaterUntilOnlyAPersonMay() {
    give(RESTS);
    for (int failure = 1; failure < policy.breaker(); failure++) {
      give(COMES);
      assertThat(give(new AppInput.Seen(BROKEN)))
          .contains(
              new AppEffect.TurnAway(BROKEN),
              new AppEffect.SetDeadline(AppDeadline.RETRY, policy.retry().after(failure)));
      assertThat(give(COMES)).containsExactly(new AppEffect.TurnAway(BROKEN));
      give(new AppInput.Passed(AppDeadline.RETRY));
    }
    give(COMES, new AppInput.Seen(BROKEN));

    assertThat(app.isBarred()).isTrue();
    assertThat(give(COMES)).containsExactly(new AppEffect.TurnAway(BROKEN));
    assertThat(give(new AppInput.WakeAsked())).contains(new AppEffect.Wake());
  }

  private void failUntilOnlyAPersonMayWakeIt() {
    give(RESTS);
    for (int failure = 1; failure <= policy.breaker(); failure++) {
      give(COMES, GOES, new AppInput.Seen(BROKEN), new AppInput.Passed(AppDeadline.RETRY));
    }
    assertThat(app.isBarred()).isTrue();
    assertThat(app.isBarredByPerson()).isFalse();
  }

  @Test
  void wakeThatWorksLetsVisitorsWakeItAgain() {
    failUntilOnlyAPersonMayWakeIt();
    give(RUNS, ANSWERS);
    passAwakeTime();
    give(new AppInput.Passed(AppDeadline.IDLE), RESTS);

    assertThat(app.isBarred()).isFalse();
    assertThat(give(COMES)).contains(new AppEffect.Wake());
  }

  @Test
  void wakeThatWorksDoesNotLiftTheBarOfAPerson() {
    failUntilOnlyAPersonMayWakeIt();
    give(new AppInput.BarSet(true), RUNS, ANSWERS);

    assertThat(app.isBarred()).isTrue();
  }

  @Test
  void whoLiftsTheBarLetsVisitorsWakeWhatHasFailed() {
    failUntilOnlyAPersonMayWakeIt();
    give(new AppInput.BarSet(false));

    assertThat(give(COMES)).contains(new AppEffect.Wake());
  }

  @Test
  void failuresThatNobodyHasAskedForCloseItToNoVisitor() {
    AppInput starting = new AppInput.Seen(new Observation.Waking("web is started again"));
    wakeUp();
    give(GOES);
    for (int i = 0; i < 2 * policy.breaker(); i++) {
      assertThat(give(new AppInput.Seen(BROKEN), starting))
          .contains(new AppEffect.SetDeadline(AppDeadline.WAKE, policy.wakeWithin()));
    }
    assertThat(give(new AppInput.Seen(BROKEN)))
        .contains(new AppEffect.SetDeadline(AppDeadline.RETRY, policy.retry().first()));

    give(new AppInput.Passed(AppDeadline.RETRY));
    assertThat(give(COMES)).contains(new AppEffect.Wake());
  }

  @Test
  void failuresBeforeARestartCount() {
    give(new AppInput.Remembered(false, policy.breaker(), Optional.of(BROKEN)), RESTS);

    assertThat(give(COMES)).containsExactly(new AppEffect.TurnAway(BROKEN));
    give(RUNS, ANSWERS);
    assertThat(app.failures()).isZero();
  }

  @Test
  void wakeIsAskedForOnceUnlessSomebodyUndoesIt() {
    give(RESTS, COMES);

    assertThat(give(RESTS)).isEmpty();
    give(new AppInput.Seen(new Observation.Waking("pulling the image")));
    assertThat(give(RESTS)).containsExactly(new AppEffect.Wake());
  }

  @Test
  void wakeThatTakesTooLongFails() {
    give(RESTS, COMES);

    assertThat(give(new AppInput.Passed(AppDeadline.WAKE)))
        .contains(
            new AppEffect.TurnAway(
                new Observation.Failed(
                    Observation.Failed.Kind.START, "it did not start within 300 s", List.of())));
  }

  @Test
  void appThatSomebodyElseHasStartedIsTakenOver() {
    assertThat(give(RESTS, RUNS)).contains(new AppEffect.Confirm(UPSTREAM));
    assertThat(give(ANSWERS))
        .contains(new AppEffect.SetDeadline(AppDeadline.IDLE, policy.idleAfter().orElseThrow()));
  }

  @Test
  void appThatSomebodyElseHasStartedIsNotRestedBeforeItWasAwakeForAWhile() {
    give(RESTS, RUNS);

    assertThat(give(ANSWERS))
        .contains(new AppEffect.SetDeadline(AppDeadline.GUARD, policy.awakeAtLeast()));
    assertThat(give(new AppInput.Passed(AppDeadline.IDLE))).isEmpty();
    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
    assertThat(give(new AppInput.Passed(AppDeadline.GUARD)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void appThatIsMadeAnewElsewhereIsSeenToAnswerFirst() {
    wakeUp();
    Optional<InetSocketAddress> elsewhere =
        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090));

    assertThat(give(new AppInput.Seen(new Observation.Running(elsewhere))))
        .contains(new AppEffect.Hold(), new AppEffect.Confirm(elsewhere));
    assertThat(give(ANSWERS)).contains(new AppEffect.Release(elsewhere));
  }

  @Test
  void unknownIsToldOncePerReasonAndChangesNothingElse() {
    AppInput unseen = new AppInput.Seen(new Observation.Unknown("no answer"));
    AppInput otherwise = new AppInput.Seen(new Observation.Unknown("refused"));
    wakeUp();

    assertThat(give(unseen)).containsExactly(new AppEffect.LoseSight("no answer"));
    assertThat(give(unseen)).isEmpty();
    assertThat(give(otherwise)).containsExactly(new AppEffect.LoseSight("refused"));
    assertThat(app.unseen()).contains("refused");
    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
    assertThat(give(RUNS)).containsExactly(new AppEffect.RegainSight());
    assertThat(app.unseen()).isEmpty();
  }

  @Test
  void barredAppIsNotWokenByVisitors() {
    give(RESTS, new AppInput.BarSet(true));

    assertThat(give(COMES))
        .containsExactly(
            new AppEffect.TurnAway(
                new Observation.Failed("it is not to be woken by visitors", List.of())));
  }

  @Test
  void appThatIsKeptAwakeDoesNotRest() {
    wakeUp();
    give(GOES, new AppInput.KeptAwake(Duration.ofHours(1)));

    assertThat(give(new AppInput.Passed(AppDeadline.IDLE))).isEmpty();
    assertThat(give(new AppInput.Passed(AppDeadline.GUARD))).isEmpty();
    assertThat(give(new AppInput.Passed(AppDeadline.KEEP)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void scheduleWakesItAndKeepsItAwakeThoughNobodyComes() {
    give(new AppInput.Seen(new Observation.Resting()));

    assertThat(give(new AppInput.HourCame(Schedule.Hour.AWAKE))).contains(new AppEffect.Wake());
    give(new AppInput.Seen(new Observation.Running(Optional.empty())), new AppInput.Confirmed());
    give(new AppInput.Passed(AppDeadline.GUARD));
    assertThat(give(new AppInput.Passed(AppDeadline.IDLE))).isEmpty();
    assertThat(give(new AppInput.HourCame(Schedule.Hour.FREE)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void scheduleDoesNotWakeWhatAPersonHasBarred() {
    give(new AppInput.Seen(new Observation.Resting()), new AppInput.BarSet(true));

    assertThat(give(new AppInput.HourCame(Schedule.Hour.AWAKE))).isEmpty();
  }

  @Test
  void scheduleRestsItOnceNobodyUsesIt() {
    wakeUp();
    give(new AppInput.Passed(AppDeadline.GUARD));
    give(GOES);

    assertThat(give(new AppInput.HourCame(Schedule.Hour.REST)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void scheduleCutsNobodyOff() {
    wakeUp();
    give(new AppInput.Passed(AppDeadline.GUARD));

    assertThat(give(new AppInput.HourCame(Schedule.Hour.REST))).isEmpty();
    assertThat(give(GOES)).hasSize(1).hasOnlyElementsOfType(AppEffect.SetDeadline.class);
  }

  @Test
  void whoWakesItLaterThanTheScheduleRestsItHasItAwakeAsAtOtherTimes() {
    give(RESTS, new AppInput.HourCame(Schedule.Hour.REST));
    give(new AppInput.WakeAsked(), RUNS, ANSWERS);

    assertThat(give(new AppInput.Passed(AppDeadline.GUARD))).isEmpty();
    assertThat(give(new AppInput.Passed(AppDeadline.IDLE)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void whatFailedBeforeTheScheduleRestsItHasItAwakeWhenAPersonSaysSo() {
    give(RESTS, COMES, new AppInput.Seen(BROKEN), new AppInput.HourCame(Schedule.Hour.REST));
    give(GOES, new AppInput.WakeAsked(), RUNS, ANSWERS);

    assertThat(give(new AppInput.Passed(AppDeadline.GUARD))).isEmpty();
  }

  @Test
  void gatewayThatBeginsInARestWindowRestsWhatRuns() {
    give(new AppInput.HourCame(Schedule.Hour.REST), RUNS, ANSWERS);

    assertThat(give(new AppInput.Passed(AppDeadline.GUARD)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void hourInWhichItIsToBeAwakeEndsItsDraining() {
    wakeUp();
    give(new AppInput.RestAsked());

    assertThat(give(new AppInput.HourCame(Schedule.Hour.AWAKE)))
        .contains(new AppEffect.ClearDeadline(AppDeadline.DRAIN), new AppEffect.Release(UPSTREAM));
    assertThat(give(GOES)).doesNotContain(new AppEffect.Rest(RestOrder.Cause.WANTED));
  }

  @Test
  void gatewayThatBeginsWithinItsHoursWakesIt() {
    give(new AppInput.HourCame(Schedule.Hour.AWAKE));

    assertThat(give(new AppInput.Seen(new Observation.Resting()))).contains(new AppEffect.Wake());
  }

  @Test
  void personWhoRestsItOverrulesWhoKeptItAwake() {
    wakeUp();
    give(GOES, new AppInput.KeptAwake(Duration.ofHours(1)));

    assertThat(give(new AppInput.RestAsked())).contains(new AppEffect.Rest(RestOrder.Cause.WANTED));
  }

  @Test
  void appThatDoesNotRestInTimeIsSeenToAnswerBeforeAnybodyPasses() {
    wakeUp();
    passAwakeTime();
    give(GOES, new AppInput.Passed(AppDeadline.IDLE), COMES);

    assertThat(give(new AppInput.Passed(AppDeadline.SETTLE)))
        .contains(new AppEffect.Confirm(UPSTREAM));
    assertThat(give(ANSWERS)).contains(new AppEffect.Release(UPSTREAM));
  }
}
