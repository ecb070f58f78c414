package dev.ostler.linux;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what has no descriptor to wait for. */
final class Deadline {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Deadline() {}

  static void await(String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isTrue(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + LIMIT + " for " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static boolean isTrue(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("cannot look", e);
    }
  }
}
