package dev.ostler.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of a supervisor. A list of processes that is empty means all of them. Not
 * intended to be implemented by clients.
 */
public sealed interface Request {
  /** Who are you? Answered by {@link Instance}. */
  record Hello() implements Request {}

  /**
   * How is everything? Answered by {@link Status}.
   *
   * @param processes which ones
   */
  record GetStatus(List<String> processes) implements Request {
    /** Keeps a copy. */
    public GetStatus {
      processes = List.copyOf(processes);
    }
  }

  /**
   * Is everything well? Answered by {@link Health}.
   *
   * @param processes which ones
   * @param ready whether they must be ready as well as live
   */
  record Check(List<String> processes, boolean ready) implements Request {
    /** Keeps a copy. */
    public Check {
      processes = List.copyOf(processes);
    }
  }

  /**
   * Change what processes do. Answered by {@link Changes}.
   *
   * @param verb to what
   * @param processes which ones
   * @param within how long to wait until it is done; empty for not at all
   */
  record Change(Verb verb, List<String> processes, Optional<Duration> within) implements Request {
    /** Keeps a copy. */
    public Change {
      processes = List.copyOf(processes);
      checkWithin(within);
    }
  }

  /**
   * Send a signal to processes. Answered by {@link Changes}.
   *
   * @param signal its name, such as {@code HUP}, or its number
   * @param processes which ones
   */
  record SendSignal(String signal, List<String> processes) implements Request {
    /** Keeps a copy. */
    public SendSignal {
      processes = List.copyOf(processes);
    }
  }

  /**
   * Read the supervisor's file again. Answered by {@link Reloaded}.
   *
   * @param dryRun whether only to show what would be done
   * @param within how long to wait until it is done; empty for not at all
   */
  record Reload(boolean dryRun, Optional<Duration> within) implements Request {
    /** Checks the range. */
    public Reload {
      checkWithin(within);
    }
  }

  /**
   * What have processes written? Answered by a {@link LogLine} each, then {@link Done}; if followed
   * by {@link Following} instead, and then by what they write, as it comes.
   *
   * @param processes which ones
   * @param lines how many of the last lines, 0 to {@link #MOST_LINES}
   * @param follow whether to go on
   */
  record GetLogs(List<String> processes, int lines, boolean follow) implements Request {
    /** Checks the range. */
    public GetLogs {
      processes = List.copyOf(processes);
      if (lines < 0 || lines > MOST_LINES) {
        throw new IllegalArgumentException("lines must be 0 to " + MOST_LINES + ", got " + lines);
      }
    }
  }

  /** What happens? Answered by {@link Following}, then by {@link ControlEvent}s as they happen. */
  record FollowEvents() implements Request {}

  /** What are the figures? Answered by {@link Metrics}. */
  record GetMetrics() implements Request {}

  /** The most lines of history that can be asked for. */
  int MOST_LINES = 10_000;

  /** The longest that a request may wait. */
  Duration LONGEST_WAIT = Duration.ofDays(1);

  private static void checkWithin(Optional<Duration> within) {
    if (within.isPresent()
        && (within.get().isNegative() || within.get().compareTo(LONGEST_WAIT) > 0)) {
      throw new IllegalArgumentException(
          "within must be 0 to " + LONGEST_WAIT.toHours() + " hours, got " + within.get());
    }
  }
}
