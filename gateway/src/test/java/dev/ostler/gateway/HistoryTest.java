package dev.ostler.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who an app was woken by, and for how long it was how. */
class HistoryTest {
  private static final AppInput RESTS = new AppInput.Seen(new Observation.Resting());
  private static final AppInput RUNS = new AppInput.Seen(new Observation.Running(Optional.empty()));
  private static final AppInput ANSWERS = new AppInput.Confirmed();

  private final FakeTime time = new FakeTime();
  private final History history = new History(time.timepiece());
  private final AppMachine app = new AppMachine(AppPolicy.usual());

  private void give(AppInput... inputs) {
    for (AppInput input : inputs) {
      AppPhase before = app.phase();
      app.next(input);
      history.note(before, input, app);
    }
  }

  @Test
  void visitorWhoComesWhileItGoesToRestIsWhoWakesIt() {
    give(RESTS, RUNS, ANSWERS, new AppInput.RestAsked());
    assertThat(app.phase()).isEqualTo(AppPhase.SETTLING);

    give(new AppInput.Arrived(), new AppInput.Left(), RESTS);

    assertThat(app.phase()).isEqualTo(AppPhase.WAKING);
    assertThat(history.by()).isEqualTo(History.By.VISITOR);
  }

  @Test
  void whatRunsUnaskedWasWokenByOthers() {
    give(RESTS, new AppInput.WakeAsked(), RUNS, ANSWERS);
    assertThat(history.by()).isEqualTo(History.By.PERSON);
    give(RESTS, RUNS);

    assertThat(history.by()).isEqualTo(History.By.OTHERS);
  }

  @Test
  void restThatFailsIsNoWake() {
    give(RESTS, new AppInput.WakeAsked(), RUNS, ANSWERS, new AppInput.RestAsked());
    assertThat(history.past().wakes()).hasSize(1);

    give(new AppInput.Refused(new Observation.Failed("nobody answers", List.of())), ANSWERS);

    assertThat(app.phase()).isEqualTo(AppPhase.AWAKE);
    assertThat(history.past().wakes()).hasSize(1);
  }

  @Test
  void timeAtRestDoesNotChangeWithTheClockOnTheWall() {
    give(RESTS);
    time.pass(Duration.ofSeconds(10));
    time.set(Duration.ofHours(-1));
    assertThat(history.past().rested()).isEqualTo(Duration.ofSeconds(10));

    time.set(Duration.ofHours(2));
    give(new AppInput.WakeAsked());

    assertThat(history.past().rested()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void restThatBeganBeforeTheGatewayCountsFromThereUntilItBeganAndIsMeasuredAfterwards() {
    give(RESTS);
    History.Past kept = history.kept();
    time.pass(Duration.ofMinutes(5));
    History next = new History(time.timepiece(), kept);
    time.pass(Duration.ofSeconds(7));
    time.set(Duration.ofHours(-1));

    assertThat(next.past().rested()).isEqualTo(Duration.ofSeconds(307));
  }

  @Test
  void restThatHasYetToBeginByTheClockOnTheWallCountsFromNowOn() {
    give(RESTS);
    time.set(Duration.ofHours(-1));
    History next = new History(time.timepiece(), history.kept());
    time.pass(Duration.ofSeconds(7));

    assertThat(next.past().rested()).isEqualTo(Duration.ofSeconds(7));
  }
}
