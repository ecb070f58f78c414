package dev.ostler.entrypoint;

import java.time.Duration;

/**
 * When something that is written in place counts as complete. What is renamed to its place, and a
 * Kubernetes volume, is complete at once.
 *
 * @param quiet how long it must be left alone
 * @param longest how long writers who never leave it alone can put its reading off; a file that
 *     somebody has open for writing is awaited nevertheless, as far as the kernel tells
 */
public record Settling(Duration quiet, Duration longest) {
  /** Refuses a time that is not positive, and a longest that quiet could not pass within. */
  public Settling {
    if (!quiet.isPositive() || longest.compareTo(quiet) < 0) {
      throw new IllegalArgumentException(
          "quiet must be positive and at most longest, got " + quiet + " and " + longest);
    }
  }

  /**
   * Returns the usual: 100 ms of quiet, at the longest 10 s.
   *
   * @return the default
   */
  public static Settling defaults() {
    return new Settling(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  /** How long to wait before the next look at what has been changing for some time. */
  Duration untilNextLook(Duration changing) {
    Duration left = longest.minus(changing);
    return left.isPositive() && left.compareTo(quiet) < 0 ? left : quiet;
  }

  boolean isOverdue(Duration changing) {
    return changing.compareTo(longest) >= 0;
  }
}
