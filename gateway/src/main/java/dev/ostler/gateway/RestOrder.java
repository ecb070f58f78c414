package dev.ostler.gateway;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * That a workload is to rest. It may be taken back by anybody at any time, and whoever does it
 * heeds that until the step by which the workload ends. Safe for use by several threads.
 */
final class RestOrder {
  private final Cause cause;
  private final CountDownLatch takenBack = new CountDownLatch(1);

  /** Why it is given. */
  enum Cause {
    /** Nobody uses it here; whether somebody does elsewhere is to be seen. */
    UNUSED,
    /** It is wanted, though others may use it. */
    WANTED,
    /** Somebody else has begun with it: what that one has given up is not begun anew. */
    BEGUN
  }

  RestOrder(Cause cause) {
    this.cause = cause;
  }

  Cause cause() {
    return cause;
  }

  /** Somebody has come. */
  void takeBack() {
    takenBack.countDown();
  }

  boolean isTakenBack() {
    return takenBack.getCount() == 0;
  }

  /** Waits for so long, or until it is taken back. */
  void await(Duration time) throws InterruptedException {
    boolean _ = takenBack.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
