package dev.ostler.supervisor;

import java.time.Duration;

/**
 * Whether and when a process that has ended by itself is started again.
 *
 * @param when after which ends
 * @param first the wait before the second restart; the first is immediate
 * @param factor what each further wait is multiplied by, at least 1
 * @param limit the longest wait
 * @param jitter by which part of itself a wait is shortened or lengthened by chance, 0 to 1
 * @param stableAfter how long a process must have run for its end to count as the first again
 * @param attempts how many restarts one upon the other are tried before the process is given up
 */
public record RestartPolicy(
    When when,
    Duration first,
    double factor,
    Duration limit,
    double jitter,
    Duration stableAfter,
    int attempts) {
  /** As many attempts as it takes. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** After which ends to restart. */
  public enum When {
    /** After none: the supervisor ends too, with the same status. */
    NEVER,
    /** After a status other than 0, or a signal. */
    ON_FAILURE,
    /** After every end. */
    ALWAYS,
    /**
     * After none; success suspends, failure ends the supervisor: what quarks-container-run does.
     */
    ON_REQUEST
  }

  /** Refuses what makes no sense. */
  public RestartPolicy {
    if (first.isNegative() || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "restart.first must be between zero and restart.limit, got " + first + " and " + limit);
    }
    if (!(factor >= 1)) { // also refuses NaN
      throw new IllegalArgumentException("restart.factor must be at least 1, got " + factor);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("restart.jitter must be 0 to 1, got " + jitter);
    }
    if (attempts < 0) {
      throw new IllegalArgumentException("restart.attempts must not be negative, got " + attempts);
    }
    if (!stableAfter.isPositive()) {
      throw new IllegalArgumentException(
          "restart.stableAfter must be positive, got " + stableAfter);
    }
  }

  /**
   * Returns the usual waits: none, 1 s, 2 s, 4 s and so on to 30 s, each a tenth more or less, from
   * the start again after 10 s of running, without end.
   *
   * @param when after which ends to restart
   * @return the policy
   */
  public static RestartPolicy of(When when) {
    return new RestartPolicy(
        when,
        Duration.ofSeconds(1),
        2,
        Duration.ofSeconds(30),
        0.1,
        Duration.ofSeconds(10),
        UNLIMITED);
  }

  /**
   * The wait before a restart.
   *
   * @param formerRestarts how many restarts have come one upon the other
   * @param chance 0 to 1, for the jitter
   */
  Duration delay(int formerRestarts, double chance) {
    if (formerRestarts == 0) {
      return Duration.ZERO;
    }
    double millis =
        Math.min(
            first.toMillis() * Math.pow(factor, formerRestarts - 1.0), (double) limit.toMillis());
    return Duration.ofMillis((long) (millis * (1 + jitter * (2 * chance - 1))));
  }
}
