package dev.ostler.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/*
 * What lives for a while and is garbage then, such as a visit that waited for its app, grows old.
 * The collector that costs least at the start takes what is old only when the heap has reached its
 * limit. Under steady use that takes a day, in which the process seems to leak.
 */
/** Has the JVM take back what has grown old and is garbage, long before its heap is full. */
final class Housekeeping {
  /** A collection stops everybody for about 20 ms, more with thousands who wait. */
  private static final Duration EVERY = Duration.ofMinutes(10);

  /** Less than new objects take by themselves: whoever is busy is collected each time. */
  private static final long SLACK = 8L << 20;

  private final Heap heap;
  private long alive;

  /** What objects take. */
  interface Heap {
    /** Bytes of those that are used, and of garbage. */
    long taken();

    /** Takes back the garbage. */
    void collect();

    /** That of this JVM. */
    static Heap ofThisJvm() {
      Runtime jvm = Runtime.getRuntime();
      return new Heap() {
        @Override
        public long taken() {
          return jvm.totalMemory() - jvm.freeMemory();
        }

        @Override
        public void collect() {
          jvm.gc();
        }
      };
    }
  }

  Housekeeping(Heap heap) {
    this.heap = heap;
  }

  /** Goes on until it is interrupted. */
  void goOn() throws InterruptedException {
    while (true) {
      TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
      look();
    }
  }

  /** Collects if that is likely to be worth it: it takes longer the more is alive. */
  void look() {
    if (heap.taken() > alive + alive / 2 + SLACK) {
      heap.collect();
      alive = heap.taken();
    }
  }
}
