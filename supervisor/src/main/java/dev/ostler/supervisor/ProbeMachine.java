package dev.ostler.supervisor;

import dev.ostler.supervisor.Probing.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * A process that is to become ready is asked at growing intervals, 50 ms at first: what waits for it
 * starts when it is ready rather than at the next full interval. Once it was ready the interval is
 * the configured one.
 */
/** Decides when to ask a process how it is, and what its answers mean. Pure. */
final class ProbeMachine {
  /** The first interval until a process is ready; each further one is twice as long. */
  static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

  /** Where it is. */
  enum Phase {
    /** Nothing is probed. */
    IDLE,
    /** Until the next question. */
    WAITING,
    /** A question is under way. */
    ASKING,
    /** The process is frozen: nothing is asked. */
    PAUSED
  }

  /**
   * What it knows.
   *
   * @param phase where it is
   * @param healthy what was said last
   * @param streak how many answers in a row contradict that
   * @param interval from this question to the next
   */
  record State(Phase phase, boolean healthy, int streak, Duration interval) {
    static State initial(Probing probing) {
      return new State(Phase.IDLE, probing.purpose() == Purpose.ALIVE, 0, firstInterval(probing));
    }

    private static Duration firstInterval(Probing probing) {
      return probing.purpose() == Purpose.ALIVE
          ? probing.every()
          : shorter(FIRST_INTERVAL, probing.every());
    }

    private State in(Phase next) {
      return new State(next, healthy, streak, interval);
    }
  }

  /** What can happen. */
  sealed interface Happening {
    /** The process runs, or is far enough to be probed. */
    record Started() implements Happening {}

    /** It is time for the next question. */
    record Due() implements Happening {}

    /** The answer is that all is well. */
    record Succeeded() implements Happening {}

    /** The answer is that something is not. */
    record Failed(String reason) implements Happening {}

    /** There was no answer in time. */
    record TimedOut(String reason) implements Happening {}

    /** The process was frozen. */
    record Paused() implements Happening {}

    /** It goes on. */
    record Resumed() implements Happening {}

    /** The process is to end or has ended. */
    record Stopped() implements Happening {}
  }

  /** What to do. */
  sealed interface Action {
    /** Ask, and measure the time that the answer takes. */
    record Ask() implements Action {}

    /** Forget the question that is under way and the next one. */
    record Forget() implements Action {}

    /** Tell when the next question is due; counted from the last one's beginning. */
    record Wait(Duration interval) implements Action {}

    /** Say that it is healthy now. */
    record ReportHealthy() implements Action {}

    /** Say that it is not healthy any more. */
    record ReportUnhealthy(String reason) implements Action {}
  }

  /** What to be and do next. */
  record Step(State state, List<Action> actions) {}

  private ProbeMachine() {}

  static Step next(Probing probing, State state, Happening happening) {
    return switch (happening) {
      case Happening.Started _ -> started(probing, state);
      case Happening.Due _ ->
          state.phase() == Phase.WAITING
              ? step(state.in(Phase.ASKING), new Action.Ask())
              : step(state);
      case Happening.Succeeded _ -> answered(probing, state, Optional.empty());
      case Happening.Failed failed -> answered(probing, state, Optional.of(failed.reason()));
      case Happening.TimedOut late ->
          forgetting(answered(probing, state, Optional.of(late.reason())));
      case Happening.Paused _ ->
          state.phase() == Phase.IDLE || state.phase() == Phase.PAUSED
              ? step(state)
              : step(state.in(Phase.PAUSED), new Action.Forget());
      case Happening.Resumed _ -> resumed(probing, state);
      case Happening.Stopped _ ->
          state.phase() == Phase.IDLE
              ? step(state)
              : step(State.initial(probing), new Action.Forget());
    };
  }

  private static Step started(Probing probing, State state) {
    return state.phase() == Phase.IDLE
        ? step(State.initial(probing).in(Phase.WAITING), new Action.Wait(probing.delay()))
        : step(state);
  }

  private static Step answered(Probing probing, State state, Optional<String> failure) {
    if (state.phase() != Phase.ASKING) {
      return step(state); // too late
    }
    boolean well = failure.isEmpty();
    int streak = well == state.healthy() ? 0 : state.streak() + 1;
    if (streak >= (well ? probing.successes() : probing.failures())) {
      return step(
          new State(Phase.WAITING, well, 0, probing.every()),
          failure.<Action>map(Action.ReportUnhealthy::new).orElseGet(Action.ReportHealthy::new),
          new Action.Wait(probing.every()));
    }
    Duration longer = shorter(state.interval().plus(state.interval()), probing.every());
    return step(
        new State(Phase.WAITING, state.healthy(), streak, longer),
        new Action.Wait(state.interval()));
  }

  /** Nothing is done about an answer that came too late. */
  private static Step forgetting(Step step) {
    List<Action> actions = new ArrayList<>(step.actions());
    if (!actions.isEmpty()) {
      actions.addFirst(new Action.Forget());
    }
    return new Step(step.state(), List.copyOf(actions));
  }

  /** What it was before it was frozen says little: answers are counted anew. */
  private static Step resumed(Probing probing, State state) {
    if (state.phase() != Phase.PAUSED) {
      return step(state);
    }
    Duration interval = State.initial(probing).interval();
    return step(new State(Phase.WAITING, state.healthy(), 0, interval), new Action.Wait(interval));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Step step(State state, Action... actions) {
    return new Step(state, List.of(actions));
  }
}
