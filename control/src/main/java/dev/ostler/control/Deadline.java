package dev.ostler.control;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment until which to wait. */
final class Deadline {
  private static final long PAUSE_MILLIS = 5;

  private final Duration given;
  private final long end;
  private final boolean never;

  private Deadline(Duration given, boolean never) {
    this.given = given;
    this.end = System.nanoTime() + given.toNanos();
    this.never = never;
  }

  static Deadline after(Duration duration) {
    return new Deadline(duration, false);
  }

  /** For who follows: until the connection is closed. */
  static Deadline never() {
    return new Deadline(Duration.ZERO, true);
  }

  boolean hasPassed() {
    return !never && System.nanoTime() - end >= 0;
  }

  /** For {@link java.nio.channels.Selector#select(long)}, for which 0 means to wait for ever. */
  long millisLeft() {
    return never ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1);
  }

  String text() {
    return given.toMillis() % 1000 == 0 ? given.toSeconds() + " s" : given.toMillis() + " ms";
  }

  /** Between two attempts at what cannot be waited for. */
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
