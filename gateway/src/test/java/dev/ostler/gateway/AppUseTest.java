package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An app that others look after as well: they are told that it is used, and tell us. */
class AppUseTest {
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(Optional.empty()));
  private static final AppInput ANSWERS = new AppInput.Confirmed();
  private static final AppInput COMES = new AppInput.Arrived();
  private static final AppInput GOES = new AppInput.Left();
  private static final AppInput TIME_TO_TELL = new AppInput.Passed(AppDeadline.TOLD);
  private static final AppInput IS_IDLE = new AppInput.Passed(AppDeadline.IDLE);

  private final AppPolicy policy = AppPolicy.usual();
  private final Duration idleAfter = policy.idleAfter().orElseThrow();
  private final AppEffect told = new AppEffect.TellUse(idleAfter);
  private final AppEffect until =
      new AppEffect.SetDeadline(AppDeadline.TOLD, idleAfter.dividedBy(2));
  private AppMachine app = new AppMachine(policy);

  private List<AppEffect> give(AppInput... inputs) {
    List<AppEffect> effects = List.of();
    for (AppInput input : inputs) {
      effects = app.next(input);
    }
    return effects;
  }

  private void beAwake() {
    give(RESTS, new AppInput.WakeAsked(), RUNS, ANSWERS, new AppInput.Passed(AppDeadline.GUARD));
    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
  }

  @Test
  void useIsToldOncePerHalfOfTheIdleTime() {
    beAwake();

    assertThat(give(COMES)).contains(told, until);
    for (int i = 0; i < 1000; i++) {
      assertThat(give(GOES)).doesNotContain(told);
      assertThat(give(COMES)).doesNotContain(told);
    }
    assertThat(give(TIME_TO_TELL)).containsExactly(told, until);
  }

  @Test
  void useThatGoesOnIsToldAgainAndAgain() {
    beAwake();
    give(COMES);

    for (int i = 0; i < 10; i++) {
      assertThat(give(TIME_TO_TELL)).containsExactly(told, until);
    }
  }

  @Test
  void useThatIsOverIsToldOnceMoreIfThereWasSomeSinceTheLastTime() {
    beAwake();
    give(COMES, GOES, COMES, GOES);

    assertThat(give(TIME_TO_TELL)).containsExactly(told, until);
    assertThat(give(TIME_TO_TELL)).isEmpty();
    assertThat(give(COMES)).contains(told, until);
  }

  @Test
  void useThatHasLastedIsToldOfByItsEnd() {
    beAwake();
    give(COMES, TIME_TO_TELL, GOES);

    assertThat(give(TIME_TO_TELL)).containsExactly(told, until);
    assertThat(give(TIME_TO_TELL)).isEmpty();
  }

  @Test
  void whoHasWaitedForItUsesItFromItsAnswerOn() {
    give(RESTS, COMES, RUNS);

    assertThat(give(ANSWERS)).contains(told, until);
  }

  @Test
  void appThatNobodyUsesIsSaidToBeUsedByNobody() {
    give(RESTS, new AppInput.WakeAsked(), RUNS);

    assertThat(give(ANSWERS)).doesNotContain(told);
  }

  @Test
  void appThatDoesNotRestByUseIsNotSaidToBeUsed() {
    AppPolicy byPeople =
        new AppPolicy(
            policy.wakeWithin(),
            Optional.empty(),
            policy.awakeAtLeast(),
            policy.drainWithin(),
            policy.retry(),
            policy.breaker());
    app = new AppMachine(byPeople);
    beAwake();

    assertThat(give(COMES)).noneMatch(AppEffect.TellUse.class::isInstance);
    assertThat(give(new AppInput.Ruled(policy))).contains(told, until);
  }

  @Test
  void appThatIsUsedByOthersDoesNotRestBeforeTheirTime() {
    beAwake();
    give(new AppInput.UsedByOthers(Duration.ofMinutes(5)));

    assertThat(give(IS_IDLE)).isEmpty();
    assertThat(give(new AppInput.Passed(AppDeadline.OTHERS)))
        .contains(new AppEffect.Hold(), new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void othersWhoUseItLongerPutItOff() {
    beAwake();
    give(new AppInput.UsedByOthers(Duration.ofMinutes(5)), IS_IDLE);

    assertThat(give(new AppInput.UsedByOthers(Duration.ofMinutes(20))))
        .containsExactly(new AppEffect.SetDeadline(AppDeadline.OTHERS, Duration.ofMinutes(20)));
  }

  @Test
  void scheduleCutsOffNobodyElse() {
    beAwake();
    give(new AppInput.UsedByOthers(Duration.ofMinutes(5)));

    assertThat(give(new AppInput.HourCame(Schedule.Hour.REST))).isEmpty();
    assertThat(give(new AppInput.Passed(AppDeadline.OTHERS)))
        .contains(new AppEffect.Rest(RestOrder.Cause.UNUSED));
  }

  @Test
  void personHasItRestThoughOthersUseIt() {
    beAwake();
    give(new AppInput.UsedByOthers(Duration.ofMinutes(5)));

    assertThat(give(new AppInput.RestAsked())).contains(new AppEffect.Rest(RestOrder.Cause.WANTED));
  }
}
