package dev.ostler.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for something to come true, always with a deadline. */
public final class Eventually {
  /** Long enough for a busy machine; nothing that works needs it. */
  public static final Duration LONG = Duration.ofSeconds(30);

  private static final long PAUSE_MILLIS = 2;

  private Eventually() {}

  /**
   * Waits until a condition holds.
   *
   * @param claim what is waited for, for the failure's message
   * @param holds the condition
   * @throws AssertionError if it does not hold within {@link #LONG}
   */
  public static void await(String claim, Callable<Boolean> holds) {
    await(claim, () -> call(holds), Boolean::booleanValue, () -> "");
  }

  /**
   * Waits until a value is as wanted.
   *
   * @param claim what is waited for, for the failure's message
   * @param value reads the value anew
   * @param wanted whether it is as wanted
   * @param context what else to tell if it never is
   * @return the value
   * @throws AssertionError if it is not within {@link #LONG}
   */
  public static <T> T await(
      String claim, Supplier<T> value, Predicate<T> wanted, Supplier<String> context) {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      T current = value.get();
      if (wanted.test(current)) {
        return current;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not within "
                + LONG.toSeconds()
                + " s: "
                + claim
                + "; last: "
                + current
                + context.get());
      }
      pause();
    }
  }

  private static boolean call(Callable<Boolean> holds) {
    try {
      return holds.call();
    } catch (Exception e) {
      throw new AssertionError("cannot look whether it holds", e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
