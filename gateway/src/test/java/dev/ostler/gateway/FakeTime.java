package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that goes by when the test says so, and a clock on the wall that the test may set. */
final class FakeTime {
  private Instant wall = Instant.parse("2030-01-01T12:00:00Z");
  private long nanos = -5; // may be anything

  /** Tells this time. */
  Timepiece timepiece() {
    return new Timepiece(new Wall(), this::nanos);
  }

  private synchronized Instant wall() {
    return wall;
  }

  private synchronized long nanos() {
    return nanos;
  }

  /** Time goes by. */
  synchronized void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /** Somebody sets the clock forward, or back; no time goes by. */
  synchronized void set(Duration forward) {
    wall = wall.plus(forward);
  }

  private final class Wall extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for another zone");
    }

    @Override
    public Instant instant() {
      return wall();
    }
  }
}
