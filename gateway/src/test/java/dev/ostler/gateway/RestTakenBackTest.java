package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An app for which somebody comes while it goes to rest. */
class RestTakenBackTest {
  private static final Optional<InetSocketAddress> UPSTREAM = at(8080);
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(UPSTREAM));
  private static final AppInput RESIGNS = new AppInput.Seen(new Observation.Resigning());
  private static final AppInput COMES = new AppInput.Arrived();
  private static final AppInput ANSWERS = new AppInput.Confirmed();
  private static final AppInput STAYS = new AppInput.StaysAwake();
  private static final AppInput RESIGNED = new AppInput.Resigned();
  private static final AppEffect TAKEN_BACK = new AppEffect.StopResting();

  private final AppMachine app = new AppMachine(AppPolicy.usual());

  private static Optional<InetSocketAddress> at(int port) {
    return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

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

  @Test
  void whoComesInTimePassesWithoutAWake() {
    beAskedToRest();

    assertThat(give(COMES)).containsExactly(TAKEN_BACK);
    assertThat(give(STAYS)).contains(new AppEffect.Confirm(UPSTREAM));
    assertThat(give(ANSWERS)).contains(new AppEffect.Release(UPSTREAM));
  }

  @Test
  void whatGoesOnAndIsPutToRestByOthersBeforeItAnswersRests() {
    beAskedToRest();
    give(STAYS, RESIGNS);

    give(RESTS);
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
    assertThat(give(COMES)).contains(new AppEffect.Wake());
  }

  @Test
  void whoComesTooLateWakesIt() {
    beAskedToRest();
    give(COMES);

    assertThat(give(RESTS)).contains(new AppEffect.Wake());
  }

  @Test
  void whoComesAfterItsLastStepWakesItThoughItDoesNotRestYet() {
    beAskedToRest();
    give(RESIGNED, RESIGNS);

    assertThat(give(COMES))
        .containsSubsequence(new AppEffect.ClearDeadline(AppDeadline.SETTLE), new AppEffect.Wake())
        .doesNotContain(TAKEN_BACK);
    assertThat(give(RESIGNS, RESTS)).isEmpty();
    assertThat(give(RUNS)).containsExactly(new AppEffect.Confirm(UPSTREAM));
  }

  @Test
  void whoCameBeforeItsLastStepInVainWakesItThen() {
    beAskedToRest();
    give(COMES);

    assertThat(give(RESIGNED)).contains(new AppEffect.Wake());
    assertThat(app.phase()).isEqualTo(AppPhase.WAKING);
  }

  @Test
  void personAndHourWakeItAfterItsLastStepToo() {
    beAskedToRest();
    give(RESIGNED);

    assertThat(give(new AppInput.WakeAsked())).contains(new AppEffect.Wake());
    give(RUNS, ANSWERS, new AppInput.RestAsked(), RESIGNED);
    assertThat(give(new AppInput.HourCame(Schedule.Hour.AWAKE))).contains(new AppEffect.Wake());
  }

  @Test
  void whoMayNotWakeItDoesNotAfterItsLastStepEither() {
    beAskedToRest();

    assertThat(give(new AppInput.BarSet(true), COMES, RESIGNED)).isEmpty();
    assertThat(give(RESTS)).anyMatch(AppEffect.TurnAway.class::isInstance);
  }

  @Test
  void lastStepOfARestThatIsOverMeansNothing() {
    beAskedToRest();
    give(COMES, RESTS, RUNS, ANSWERS);

    assertThat(give(RESIGNED)).isEmpty();
    give(new AppInput.Left(), new AppInput.RestAsked());
    assertThat(give(COMES)).containsExactly(TAKEN_BACK);
  }

  @Test
  void wakeOfOthersIsSeenThoughItWasNotSeenToRestBefore() {
    beAskedToRest();

    assertThat(give(RESIGNED, new AppInput.Seen(new Observation.Waking("starting"))))
        .contains(new AppEffect.TellStage("starting"));
    give(RUNS, ANSWERS, new AppInput.RestAsked(), RESIGNED);
    assertThat(give(RUNS)).contains(new AppEffect.Confirm(UPSTREAM));
  }

  @Test
  void whoComesPassesToWhereItIsNow() {
    beAskedToRest();
    give(COMES, new AppInput.Seen(new Observation.Running(at(9090))));

    assertThat(give(STAYS)).contains(new AppEffect.Confirm(at(9090)));
  }

  @Test
  void whoComesIsInTimeForTheRestThatAnotherGatewayHasBegun() {
    give(RESTS, new AppInput.WakeAsked(), RUNS, ANSWERS);

    assertThat(give(RESIGNS)).contains(new AppEffect.Rest(RestOrder.Cause.BEGUN));
    assertThat(give(COMES)).containsExactly(TAKEN_BACK);
  }

  @Test
  void whoCameBeforeAnythingWasKnownIsInTimeToo() {
    give(COMES);

    assertThat(give(RESIGNS)).contains(new AppEffect.Rest(RestOrder.Cause.BEGUN), TAKEN_BACK);
  }

  @Test
  void personWhoWantsItAwakeIsInTimeToo() {
    beAskedToRest();

    assertThat(give(new AppInput.WakeAsked())).containsExactly(TAKEN_BACK);
  }

  @Test
  void hourAtWhichItIsToBeAwakeIsInTimeTooAndElseWakesIt() {
    beAskedToRest();

    assertThat(give(new AppInput.HourCame(Schedule.Hour.AWAKE))).containsExactly(TAKEN_BACK);
    assertThat(give(RESTS)).contains(new AppEffect.Wake());
  }

  @Test
  void whoMayNotWakeItTakesNothingBack() {
    beAskedToRest();

    assertThat(give(new AppInput.BarSet(true), COMES)).isEmpty();
    assertThat(give(RESTS)).anyMatch(AppEffect.TurnAway.class::isInstance);
  }

  @Test
  void whatOnlyHasToEndMayTakeLongerThanARestMay() {
    beAskedToRest();
    give(RESIGNS, RESIGNED);

    assertThat(give(new AppInput.Passed(AppDeadline.SETTLE)))
        .containsExactly(
            new AppEffect.SetDeadline(AppDeadline.SETTLE, AppPolicy.usual().wakeWithin()));
    assertThat(give(COMES)).contains(new AppEffect.Wake());
  }

  @Test
  void restThatTakesTooLongIsTakenBackRatherThanDoneWhenNobodyExpectsIt() {
    beAskedToRest();

    assertThat(give(new AppInput.Passed(AppDeadline.SETTLE)))
        .contains(TAKEN_BACK, new AppEffect.Confirm(UPSTREAM));
  }
}
