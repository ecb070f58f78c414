package dev.ostler.supervisor;

import java.time.Duration;

/**
 * How a process is probed.
 *
 * @param probe the question
 * @param purpose what the answers decide
 * @param delay from the start to the first question, at least zero
 * @param every from one question to the next; of {@link Probe.Notify} how often it must say that it
 *     is alive
 * @param timeout how long an answer may take
 * @param failures how many in a row make it unhealthy
 * @param successes how many in a row make it healthy again
 */
record Probing(
    Probe probe,
    Purpose purpose,
    Duration delay,
    Duration every,
    Duration timeout,
    int failures,
    int successes) {
  /** What the answers decide. */
  enum Purpose {
    /** Whether it can be used. It is not until an answer says so. */
    READY,
    /** Whether it has to be restarted. It is alive until answers say otherwise. */
    ALIVE
  }

  Probing {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, got " + delay);
    }
    requirePositive("every", every);
    requirePositive("timeout", timeout);
    requirePositive("failures", failures);
    requirePositive("successes", successes);
    if (purpose == Purpose.ALIVE
        && (probe instanceof Probe.LogLine || probe instanceof Probe.Newline)) {
      throw new IllegalArgumentException(
          "cannot tell by a line whether a process is alive: use it for ready, or another probe"
              + " for alive");
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(key + " must be positive, got " + value);
    }
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, got " + value);
    }
  }
}
