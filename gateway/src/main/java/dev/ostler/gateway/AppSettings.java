package dev.ostler.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is known of an app beside its workload.
 *
 * @param name what to call it
 * @param hosts the names that it answers to, in lower case; {@code *} for all that nobody else has
 * @param policy when it is woken and rested
 * @param readiness what counts as an answer
 * @param hold how many wait, and for how long
 * @param visitors who is shown a page
 * @param protocol what it speaks
 * @param schedule when the clock on the wall decides
 * @param ignored whose requests neither wake it nor count as use
 * @param needs other apps that are awake while it is
 */
record AppSettings(
    String name,
    List<String> hosts,
    AppPolicy policy,
    Readiness readiness,
    HoldLimits hold,
    Visitors visitors,
    Protocol protocol,
    Schedule schedule,
    Ignored ignored,
    Set<String> needs) {
  /** What an app speaks. */
  enum Protocol {
    /** HTTP/1.1, and websockets. */
    HTTP1,
    /** HTTP/2 without TLS, as gRPC does. */
    H2C
  }

  /** Keeps a copy. */
  AppSettings {
    hosts = List.copyOf(hosts);
    needs = Set.copyOf(needs);
  }

  /**
   * How many may wait.
   *
   * @param most at once
   * @param within how long each
   */
  record HoldLimits(int most, Duration within) {
    /** Refuses what makes no sense. */
    HoldLimits {
      if (most < 0) {
        throw new IllegalArgumentException("hold.most must not be negative, got " + most);
      }
      if (!within.isPositive()) {
        throw new IllegalArgumentException("hold.within must be positive, got " + within);
      }
    }
  }

  /** How those are kept who come while it rests. */
  enum Visitors {
    /** Navigations of browsers see the page, all else waits. */
    AUTO,
    /** Everybody waits for the app's own answer. */
    HOLD,
    /** Everybody who takes HTML sees the page, all else waits. */
    PAGE
  }
}
