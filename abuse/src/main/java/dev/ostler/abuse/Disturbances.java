package dev.ostler.abuse;

import java.util.ArrayList;
import java.util.List;

/** When something was done for which visitors may have to suffer. For any thread. */
final class Disturbances {
  /** Whose failure excuses what. */
  enum Of {
    APP,
    GATEWAY
  }

  private final List<Disturbance> all = new ArrayList<>();

  /** From its beginning to when all was seen to be well again. */
  final class Disturbance implements AutoCloseable {
    private final Of of;
    private final long start = System.nanoTime();
    private long end = Long.MAX_VALUE;

    private Disturbance(Of of) {
      this.of = of;
    }

    @Override
    public void close() {
      synchronized (all) {
        end = System.nanoTime();
      }
    }
  }

  Disturbance begin(Of of) {
    Disturbance begun = new Disturbance(of);
    synchronized (all) {
      all.add(begun);
    }
    return begun;
  }

  /** Whether one of these was going on at any moment of a time. */
  boolean met(Of of, long start, long end) {
    synchronized (all) {
      return all.stream().anyMatch(one -> one.of == of && one.start <= end && start <= one.end);
    }
  }

  void clear() {
    synchronized (all) {
      all.clear();
    }
  }
}
