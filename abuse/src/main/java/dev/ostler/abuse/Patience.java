package dev.ostler.abuse;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waiting with a deadline, for what may never come true. */
final class Patience {
  /** What works needs little of it, on a machine that is shared too. */
  static final Duration LONG = Duration.ofSeconds(60);

  private static final long PAUSE_MILLIS = 10;

  private Patience() {}

  /** Whether something came true in time; a look that fails counts as not yet. */
  static boolean until(Duration longest, Callable<Boolean> holds) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      if (isTrue(holds)) {
        return true;
      }
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean isTrue(Callable<Boolean> holds) throws InterruptedException {
    try {
      return holds.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception notYet) {
      return false;
    }
  }
}
