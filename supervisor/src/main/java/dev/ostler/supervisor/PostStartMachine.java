package dev.ostler.supervisor;

import java.util.List;

/** Decides when the command that follows a start runs. Pure. */
final class PostStartMachine {
  /** Where it is. */
  enum Phase {
    /** The process does not run, or there is nothing more to do until it is started anew. */
    IDLE,
    /** Until the next look at the condition. */
    PAUSING,
    /** The condition runs. */
    CHECKING,
    /** The command runs. */
    RUNNING
  }

  /** What can happen. */
  enum Happening {
    /** The process runs. */
    MAIN_STARTED,
    /** The process is to end or has ended. */
    MAIN_STOPPING,
    /** The pause is over. */
    PAUSE_OVER,
    /** The time for all of it is over. */
    LIMIT_OVER,
    /** What runs has ended with status 0. */
    SUCCEEDED,
    /** What runs has ended otherwise. */
    FAILED,
    /** What was to run could not be started. */
    NOT_STARTED
  }

  /** What to do. */
  enum Action {
    /** Begin to measure the time for all of it. */
    SET_LIMIT,
    /** Forget all times. */
    CLEAR_TIMES,
    /** Tell when it is time for the next look. */
    SET_PAUSE,
    /** Run the condition. */
    CHECK,
    /** Run the command. */
    RUN,
    /** End whatever runs. */
    END,
    /** End everything: it took too long. */
    FAIL_BY_TIME,
    /** End everything: it failed. */
    FAIL
  }

  /** What to be and do next. */
  record Step(Phase phase, List<Action> actions) {}

  private PostStartMachine() {}

  static Step next(Phase phase, Happening happening, boolean hasCondition) {
    return switch (happening) {
      case MAIN_STARTED ->
          hasCondition
              ? step(Phase.PAUSING, Action.END, Action.SET_LIMIT, Action.SET_PAUSE)
              : step(Phase.RUNNING, Action.END, Action.SET_LIMIT, Action.RUN);
      case MAIN_STOPPING -> step(Phase.IDLE, Action.CLEAR_TIMES, Action.END);
      case PAUSE_OVER -> phase == Phase.PAUSING ? step(Phase.CHECKING, Action.CHECK) : step(phase);
      case LIMIT_OVER ->
          phase == Phase.IDLE
              ? step(phase)
              : step(Phase.IDLE, Action.CLEAR_TIMES, Action.END, Action.FAIL_BY_TIME);
      case SUCCEEDED -> succeeded(phase);
      case FAILED -> failed(phase);
      case NOT_STARTED -> notStarted(phase);
    };
  }

  private static Step succeeded(Phase phase) {
    return switch (phase) {
      case CHECKING -> step(Phase.RUNNING, Action.RUN);
      case RUNNING -> step(Phase.IDLE, Action.CLEAR_TIMES);
      case IDLE, PAUSING -> step(phase);
    };
  }

  private static Step failed(Phase phase) {
    return switch (phase) {
      case CHECKING -> step(Phase.PAUSING, Action.SET_PAUSE);
      case RUNNING -> step(Phase.IDLE, Action.CLEAR_TIMES, Action.FAIL);
      case IDLE, PAUSING -> step(phase);
    };
  }

  private static Step notStarted(Phase phase) {
    return switch (phase) {
      case CHECKING, RUNNING -> step(Phase.IDLE, Action.CLEAR_TIMES, Action.FAIL);
      case IDLE, PAUSING -> step(phase);
    };
  }

  private static Step step(Phase phase, Action... actions) {
    return new Step(phase, List.of(actions));
  }
}
