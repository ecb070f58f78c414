package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.ProbeMachine.Action;
import dev.ostler.supervisor.ProbeMachine.Happening;
import dev.ostler.supervisor.ProbeMachine.Phase;
import dev.ostler.supervisor.ProbeMachine.State;
import dev.ostler.supervisor.ProbeMachine.Step;
import dev.ostler.supervisor.Probing.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeMachineTest {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration FIRST = ProbeMachine.FIRST_INTERVAL;
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final int FAILURES = 3;
  private static final int SUCCESSES = 2;
  private static final List<Happening> ALL =
      List.of(
          new Happening.Started(),
          new Happening.Due(),
          new Happening.Succeeded(),
          new Happening.Failed("no"),
          new Happening.TimedOut("late"),
          new Happening.Paused(),
          new Happening.Resumed(),
          new Happening.Stopped());

  private static Probing probing(Purpose purpose) {
    return new Probing(
        new Probe.Tcp("127.0.0.1", 80),
        purpose,
        DELAY,
        EVERY,
        Duration.ofSeconds(1),
        FAILURES,
        SUCCESSES);
  }

  private static State state(Phase phase, boolean healthy, int streak, Duration interval) {
    return new State(phase, healthy, streak, interval);
  }

  private static Step step(State state, Action... actions) {
    return new Step(state, List.of(actions));
  }

  /** What one probe is to do, from a state, for each of {@link #ALL} in their order. */
  record Row(Probing probing, State from, List<Step> steps) {}

  private static List<State> everyState(Phase phase) {
    List<State> states = new ArrayList<>();
    for (boolean healthy : List.of(true, false)) {
      for (int streak = 0; streak < (healthy ? FAILURES : SUCCESSES); streak++) {
        for (Duration interval : List.of(FIRST, FIRST.multipliedBy(2), EVERY)) {
          states.add(state(phase, healthy, streak, interval));
        }
      }
    }
    return states;
  }

  static Stream<Row> rows() {
    return Stream.of(Purpose.values())
        .map(ProbeMachineTest::probing)
        .flatMap(probing ->
            Stream.of(Phase.values())
                .flatMap(phase -> everyState(phase).stream())
                .map(from -> new Row(probing, from, expected(probing, from))));
  }

  /** The specification, phase by phase. */
  private static List<Step> expected(Probing probing, State from) {
    State initial =
        state(
            Phase.IDLE,
            probing.purpose() == Purpose.ALIVE,
            0,
            probing.purpose() == Purpose.ALIVE ? EVERY : FIRST);
    Step same = step(from);
    Step paused =
        step(
            state(Phase.PAUSED, from.healthy(), from.streak(), from.interval()),
            new Action.Forget());
    Step stopped = step(initial, new Action.Forget());
    State asking = state(Phase.ASKING, from.healthy(), from.streak(), from.interval());
    State started = state(Phase.WAITING, initial.healthy(), 0, initial.interval());
    State resumed = state(Phase.WAITING, from.healthy(), 0, initial.interval());
    return switch (from.phase()) {
      case IDLE ->
          List.of(step(started, new Action.Wait(DELAY)), same, same, same, same, same, same, same);
      case WAITING ->
          List.of(same, step(asking, new Action.Ask()), same, same, same, paused, same, stopped);
      case ASKING ->
          List.of(
              same,
              same,
              succeeded(from),
              failed(from, "no", List.of()),
              failed(from, "late", List.of(new Action.Forget())),
              paused,
              same,
              stopped);
      case PAUSED ->
          List.of(
              same,
              same,
              same,
              same,
              same,
              same,
              step(resumed, new Action.Wait(initial.interval())),
              stopped);
    };
  }

  private static Duration longer(State from) {
    return from.interval().equals(EVERY) ? EVERY : from.interval().multipliedBy(2);
  }

  private static Step succeeded(State from) {
    if (from.healthy()) {
      return step(state(Phase.WAITING, true, 0, longer(from)), new Action.Wait(from.interval()));
    }
    return from.streak() + 1 == SUCCESSES
        ? step(
            state(Phase.WAITING, true, 0, EVERY),
            new Action.ReportHealthy(),
            new Action.Wait(EVERY))
        : step(
            state(Phase.WAITING, false, from.streak() + 1, longer(from)),
            new Action.Wait(from.interval()));
  }

  private static Step failed(State from, String reason, List<Action> first) {
    List<Action> actions = new ArrayList<>(first);
    State next = state(Phase.WAITING, false, 0, longer(from));
    Action pause = new Action.Wait(from.interval());
    if (from.healthy() && from.streak() + 1 == FAILURES) {
      next = state(Phase.WAITING, false, 0, EVERY);
      actions.add(new Action.ReportUnhealthy(reason));
      pause = new Action.Wait(EVERY);
    } else if (from.healthy()) {
      next = state(Phase.WAITING, true, from.streak() + 1, longer(from));
    }
    actions.add(pause);
    return new Step(next, actions);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyPairOfStateAndHappeningHasItsStep(Row row) {
    assertThat(ALL.stream().map(one -> ProbeMachine.next(row.probing(), row.from(), one)))
        .containsExactlyElementsOf(row.steps());
  }

  private static List<Action> told(Purpose purpose, Happening... happenings) {
    Probing probing = probing(purpose);
    State state = State.initial(probing);
    List<Action> actions = new ArrayList<>();
    for (Happening happening : happenings) {
      Step step = ProbeMachine.next(probing, state, happening);
      state = step.state();
      actions.addAll(step.actions());
    }
    return actions;
  }

  @Test
  void oneGoodAnswerBetweenBadOnesForgivesThem() {
    Happening due = new Happening.Due();
    Happening no = new Happening.Failed("no");

    List<Action> actions =
        told(
            Purpose.ALIVE,
            new Happening.Started(),
            due,
            no,
            due,
            no,
            due,
            new Happening.Succeeded(),
            due,
            no,
            due,
            no);

    assertThat(actions).doesNotContain(new Action.ReportUnhealthy("no"));
    assertThat(told(Purpose.ALIVE, new Happening.Started(), due, no, due, no, due, no, due, no))
        .containsOnlyOnce(new Action.ReportUnhealthy("no"));
  }

  @Test
  void whatIsToBecomeReadyIsAskedAtGrowingIntervals() {
    Happening due = new Happening.Due();
    Happening no = new Happening.Failed("no");

    List<Action> actions =
        told(
            Purpose.READY,
            new Happening.Started(),
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no,
            due,
            no);

    assertThat(actions.stream().filter(Action.Wait.class::isInstance))
        .extracting(action -> ((Action.Wait) action).interval().toMillis())
        .containsExactly(2000L, 50L, 100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
  }
}
