package dev.ostler.fleet;

import java.time.Duration;

/** Time as the execution sees it. */
interface Patience {
  Patience REAL =
      new Patience() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  long nanos();

  void pause(Duration time) throws InterruptedException;

  /** Whether somebody has broken the run off: what has begun ends soon, nothing else begins. */
  default boolean isOver() {
    return false;
  }
}
