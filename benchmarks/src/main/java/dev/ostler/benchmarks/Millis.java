package dev.ostler.benchmarks;

import java.time.Duration;

/** Milliseconds with a fraction, the unit of most figures. */
final class Millis {
  private static final double NANOS = 1e6;

  private Millis() {}

  static double of(Duration duration) {
    return duration.toNanos() / NANOS;
  }

  static double between(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) / NANOS;
  }
}
