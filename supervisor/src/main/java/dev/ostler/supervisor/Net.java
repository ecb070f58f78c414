package dev.ostler.supervisor;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a mistake of ours in what surrounds the processes from being the end of them: it costs the
 * client, or the one question, that met it. Mistakes in deciding pass, as a {@link DecisionError}:
 * nobody should be looked after by a machine that is in nobody knows which state.
 */
final class Net {
  private static final int MOST_REPORTED = 20;

  private final @Nullable Reporter reporter;
  private final Set<String> reported = new HashSet<>();

  /** Each mistake is reported once, however often it is met. */
  Net(Reporter reporter) {
    this.reporter = reporter;
  }

  private Net() {
    this.reporter = null;
  }

  /** Holds nothing. */
  static Net none() {
    return new Net();
  }

  /** Does something; returns whether that went well. */
  boolean holds(String part, Runnable action) {
    try {
      action.run();
      return true;
    } catch (RuntimeException | AssertionError | StackOverflowError mistake) {
      if (reporter == null) {
        throw mistake;
      }
      report(part, mistake, reporter);
      return false;
    }
  }

  private void report(String part, Throwable mistake, Reporter to) {
    StackTraceElement[] trace = mistake.getStackTrace();
    String place = trace.length == 0 ? "an unknown place" : trace[0].toString();
    boolean first = reported.add(part + mistake.getClass() + place);
    if (first && reported.size() <= MOST_REPORTED) {
      to.say(
          "internal error in "
              + part
              + ": "
              + mistake
              + " at "
              + place
              + "; processes run on, and it is not reported again");
    }
  }
}
