package dev.ostler.cli;

import dev.ostler.fleet.Operator;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does while hosts are changed: what has begun is finished, the locks are given back.
 */
final class Interruption implements AutoCloseable {
  /** Who cannot end in this time is killed by whoever asked anyway. */
  private static final long MINUTES = 10;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Operator operator) {
    hook =
        new Thread(() -> {
          Console.message("ostler: ending what has begun...");
          operator.cancel();
          awaitEnd();
        });
  }

  static Interruption cancelling(Operator operator) {
    Interruption interruption = new Interruption(operator);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Begins nothing more when that time has passed. */
  static void after(Duration time, Operator operator) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(time);
            Console.message("ostler: the time is over: ending what has begun...");
            operator.cancel();
          } catch (InterruptedException e) {
            throw new AssertionError("internal error: nobody interrupts this thread", e);
          }
        });
  }

  private void awaitEnd() {
    try {
      if (!ended.await(MINUTES, TimeUnit.MINUTES)) {
        Console.message("ostler: what has begun did not end; run the same command again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      awaitSignalsStatus();
    }
  }

  /** The hook has waited for us. Whoever goes on may end it all first, with another status. */
  private static void awaitSignalsStatus() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
