package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that goes down while another one, which is awake, needs it. */
class AppTiedTest {
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(Optional.empty()));
  private static final AppInput ANSWERS = new AppInput.Confirmed();
  private static final AppInput PAUSE_IS_OVER = new AppInput.Passed(AppDeadline.RETRY);
  private static final AppInput FAILS =
      new AppInput.Seen(new Observation.Failed("db ended with status 9", List.of()));

  private final AppPolicy policy = AppPolicy.usual();
  private final AppMachine app = new AppMachine(policy);

  private List<AppEffect> give(AppInput... inputs) {
    List<AppEffect> effects = List.of();
    for (AppInput input : inputs) {
      effects = app.next(input);
    }
    return effects;
  }

  @BeforeEach
  void beAwakeAndNeeded() {
    give(RESTS, new AppInput.Tied(), new AppInput.Arrived(), RUNS, ANSWERS);
    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
  }

  @Test
  void isWokenAfterAPauseIfItHasFailed() {
    assertThat(give(FAILS))
        .contains(new AppEffect.SetDeadline(AppDeadline.RETRY, policy.retry().first()))
        .doesNotContain(new AppEffect.Wake());
    assertThat(give(PAUSE_IS_OVER)).contains(new AppEffect.Wake());
  }

  @Test
  void isTriedAgainAfterPausesThatGrowUntilTheBreakerOpens() {
    give(FAILS);
    for (int failures = 1; failures < policy.breaker(); failures++) {
      assertThat(give(PAUSE_IS_OVER)).contains(new AppEffect.Wake());
      assertThat(give(FAILS))
          .contains(new AppEffect.SetDeadline(AppDeadline.RETRY, policy.retry().after(failures)));
    }
    give(PAUSE_IS_OVER);
    give(FAILS);

    assertThat(app.isBarred()).isTrue();
    assertThat(give(PAUSE_IS_OVER)).isEmpty();
    assertThat(give(new AppInput.WakeAsked())).contains(new AppEffect.Wake());
  }

  @Test
  void isWokenAtOnceIfSomebodyElseHasPutItToRest() {
    assertThat(give(RESTS)).contains(new AppEffect.Wake());
  }

  @Test
  void isWokenAgainAfterTheRestThatAPersonHasAskedFor() {
    give(new AppInput.RestAsked());
    assertThat(give(new AppInput.Passed(AppDeadline.DRAIN)))
        .contains(new AppEffect.Rest(RestOrder.Cause.WANTED));

    assertThat(give(RESTS)).contains(new AppEffect.Wake());
  }

  @Test
  void restsIfAPersonHasBarredItUntilTheBarIsLifted() {
    give(new AppInput.BarSet(true), new AppInput.RestAsked());
    give(new AppInput.Passed(AppDeadline.DRAIN));

    assertThat(give(RESTS)).doesNotContain(new AppEffect.Wake());
    assertThat(app.phase()).isEqualTo(AppPhase.RESTING);
    assertThat(give(new AppInput.BarSet(false))).contains(new AppEffect.Wake());
  }

  @Test
  void isLeftAsItIsOnceNoOtherNeedsItAnyMore() {
    give(FAILS, new AppInput.Untied(), new AppInput.Left());

    assertThat(give(PAUSE_IS_OVER)).isEmpty();
  }
}
