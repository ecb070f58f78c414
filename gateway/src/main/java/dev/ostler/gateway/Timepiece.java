package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Says what time it is, for what is told as a date, and how much of it has gone by, for what is
 * told as a duration: the clock on the wall may be set meanwhile, by an hour or by years.
 *
 * @param wall the clock on the wall
 * @param nanos goes on evenly, from anywhere, as {@link System#nanoTime} does
 */
record Timepiece(Clock wall, LongSupplier nanos) {
  static final Timepiece SYSTEM = new Timepiece(Clock.systemUTC(), System::nanoTime);

  Instant now() {
    return wall.instant();
  }

  /** Begins to measure. */
  Stopwatch start() {
    return new Stopwatch(nanos, nanos.getAsLong());
  }

  /** Measures from the time on at which it was started. */
  record Stopwatch(LongSupplier nanos, long begun) {
    Duration elapsed() {
      return Duration.ofNanos(nanos.getAsLong() - begun);
    }
  }
}
