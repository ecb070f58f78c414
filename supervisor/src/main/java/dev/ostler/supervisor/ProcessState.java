package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import java.util.Optional;

/**
 * All that decisions on one process depend on.
 *
 * @param phase where it is in its life
 * @param goal what is wanted of it
 * @param ready whether it has come far enough for those that follow it
 * @param confirmed how often it was found to be ready
 * @param frozen whether it is suspended in its tracks
 * @param failing whether it is being stopped for a fault of its own
 * @param step which attempt to stop it was made last
 * @param restarts how many restarts have come one upon the other
 * @param lastExit how it ended last
 * @param over the status with which it has ended for good
 */
record ProcessState(
    Phase phase,
    Goal goal,
    boolean ready,
    int confirmed,
    boolean frozen,
    boolean failing,
    int step,
    int restarts,
    Optional<ChildExit> lastExit,
    Optional<Integer> over) {
  static ProcessState initial() {
    return new ProcessState(
        Phase.DOWN, Goal.HOLD, false, 0, false, false, 0, 0, Optional.empty(), Optional.empty());
  }

  /** Whether nothing of it is there. */
  boolean isDown() {
    return phase == Phase.DOWN || phase == Phase.WAITING;
  }

  /** Whether it is on its way to its end, or there. */
  boolean isEnding() {
    return switch (phase) {
      case STARTING, UP, CLEARING, CLEARING_BY_KILL -> false;
      case DOWN, WAITING, DRAINING, STOPPING, KILLING -> true;
    };
  }

  ProcessState in(Phase next) {
    return new ProcessState(
        next, goal, ready, confirmed, frozen, failing, step, restarts, lastExit, over);
  }

  ProcessState withGoal(Goal value) {
    return new ProcessState(
        phase, value, ready, confirmed, frozen, failing, step, restarts, lastExit, over);
  }

  /** Once more found to be ready, or not any more. */
  ProcessState withReady(boolean value) {
    int times = value ? confirmed + 1 : confirmed;
    return new ProcessState(
        phase, goal, value, times, frozen, failing, step, restarts, lastExit, over);
  }

  ProcessState withFrozen(boolean value) {
    return new ProcessState(
        phase, goal, ready, confirmed, value, failing, step, restarts, lastExit, over);
  }

  ProcessState withFailing(boolean value) {
    return new ProcessState(
        phase, goal, ready, confirmed, frozen, value, step, restarts, lastExit, over);
  }

  ProcessState atStep(int value) {
    return new ProcessState(
        phase, goal, ready, confirmed, frozen, failing, value, restarts, lastExit, over);
  }

  ProcessState withRestarts(int value) {
    return new ProcessState(
        phase, goal, ready, confirmed, frozen, failing, step, value, lastExit, over);
  }

  ProcessState withLastExit(ChildExit exit) {
    return new ProcessState(
        phase, goal, ready, confirmed, frozen, failing, step, restarts, Optional.of(exit), over);
  }

  ProcessState withOver(Optional<Integer> status) {
    return new ProcessState(
        phase, goal, ready, confirmed, frozen, failing, step, restarts, lastExit, status);
  }

  /** A new run has not shown anything yet. */
  ProcessState asStarted() {
    return new ProcessState(
        Phase.STARTING, goal, false, confirmed, false, false, 0, restarts, lastExit, over);
  }
}
