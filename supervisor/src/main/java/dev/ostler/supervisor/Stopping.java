package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a process is stopped: it drains, is asked to end step by step, and is killed with its whole
 * group if nothing of that helps.
 *
 * @param drain what comes before the first signal, while the process still serves
 * @param steps what asks the process to end, in order; at least one
 * @param whom whose end is waited for
 */
public record Stopping(Optional<Drain> drain, List<Step> steps, Whom whom) {
  /** Who of a process and those whom it leaves behind in its group. */
  public enum Whom {
    /** All of them: they are asked to end when the process has ended, and killed at last. */
    GROUP,
    /** The process itself: the others go on, over its restarts too, and end with everything. */
    LEADER
  }

  /**
   * One attempt.
   *
   * @param signal what asks the process to end
   * @param within how long it has before the next step, zero or longer
   */
  public record Step(Signal signal, Duration within) {
    /** Refuses a negative time. */
    public Step {
      if (within.isNegative()) {
        throw new IllegalArgumentException("stop.within must not be negative, got " + within);
      }
    }
  }

  /**
   * Time for those who send requests to look elsewhere.
   *
   * @param command what to run first; the next step comes when it has ended
   * @param within how long that may take; without a command, how long to wait
   */
  public record Drain(Optional<ChildCommand> command, Duration within) {
    /** Refuses a negative time. */
    public Drain {
      if (within.isNegative()) {
        throw new IllegalArgumentException("stop.drain must not be negative, got " + within);
      }
    }
  }

  /** Refuses to stop by nothing. */
  public Stopping {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("stop.steps must have at least one step");
    }
  }

  /**
   * One signal, and time to obey it.
   *
   * @param signal what asks the process to end
   * @param within how long it has before it is killed
   * @return without a drain
   */
  public static Stopping by(Signal signal, Duration within) {
    return new Stopping(Optional.empty(), List.of(new Step(signal, within)), Whom.GROUP);
  }

  /** What asks for the end first; also what members of the group get that outlive the process. */
  Signal signal() {
    return steps.getFirst().signal();
  }

  /** How long what is left of the group has when the process has ended. */
  Duration grace() {
    return steps.getLast().within();
  }
}
