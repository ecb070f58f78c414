package dev.ostler.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * When an app is woken and rested.
 *
 * @param wakeWithin how long a wake may take
 * @param idleAfter how long nobody must have used it before it rests; empty if use does not decide
 * @param awakeAtLeast how long it stays awake after a wake, used or not
 * @param drainWithin how long those who are served have before it rests all the same
 * @param retry how long after a failed wake a visitor wakes it again, and after a failed rest it is
 *     put to rest again, growing with every failure
 * @param breaker after how many failures in a row only a person wakes it
 */
record AppPolicy(
    Duration wakeWithin,
    Optional<Duration> idleAfter,
    Duration awakeAtLeast,
    Duration drainWithin,
    Retry retry,
    int breaker) {
  /**
   * Waits between tries that fail.
   *
   * @param first after the first failure
   * @param limit the longest
   */
  record Retry(Duration first, Duration limit) {
    /** Refuses what makes no sense. */
    Retry {
      if (!first.isPositive() || limit.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "retry.first must be positive and at most retry.limit, got " + first + " and " + limit);
      }
    }

    /** The wait after so many failures in a row, at least one. */
    Duration after(int failures) {
      Duration wait = first;
      for (int i = 1; i < failures && wait.compareTo(limit) < 0; i++) {
        wait = wait.multipliedBy(2);
      }
      return wait.compareTo(limit) < 0 ? wait : limit;
    }
  }

  /** Refuses what makes no sense. */
  AppPolicy {
    requirePositive("wake.within", wakeWithin);
    idleAfter.ifPresent(time -> requirePositive("idle.after", time));
    requirePositive("drain.within", drainWithin);
    if (awakeAtLeast.isNegative()) {
      throw new IllegalArgumentException("awakeAtLeast must not be negative, got " + awakeAtLeast);
    }
    if (breaker < 1) {
      throw new IllegalArgumentException("breaker must be at least 1, got " + breaker);
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(key + " must be positive, got " + value);
    }
  }

  /** Woken within 5 min, rested after 30 min without use, awake for at least 1 min. */
  static AppPolicy usual() {
    return new AppPolicy(
        Duration.ofMinutes(5),
        Optional.of(Duration.ofMinutes(30)),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        new Retry(Duration.ofSeconds(5), Duration.ofMinutes(5)),
        5);
  }
}
