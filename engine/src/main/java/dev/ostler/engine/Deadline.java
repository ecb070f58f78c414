package dev.ostler.engine;

import java.time.Duration;

/** A moment by which something must be done. */
final class Deadline {
  /** Nobody waits longer, and adding it to a clock's reading cannot overflow. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration within) {
    Duration bounded = within.compareTo(LONGEST) > 0 ? LONGEST : within;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** The time that is left; zero if none is. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** Milliseconds that are left, at least 1: zero means "no limit" to sockets. */
  static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }
}
