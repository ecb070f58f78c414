package dev.ostler.supervisor;

import java.time.Duration;
import java.util.Set;

/**
 * When a new configuration has shown that it works. Otherwise the one before comes back.
 *
 * @param ready the processes that must be ready with it
 * @param within how long they may take
 * @param stays how long they must stay ready
 */
public record KeepIf(Set<String> ready, Duration within, Duration stays) {
  /** Refuses what could never be shown. */
  public KeepIf {
    ready = Set.copyOf(ready);
    if (ready.isEmpty()) {
      throw new IllegalArgumentException("keepIf.ready must name at least one process");
    }
    if (!within.isPositive()) {
      throw new IllegalArgumentException("keepIf.within must be positive, got " + within);
    }
    if (stays.isNegative()) {
      throw new IllegalArgumentException("keepIf.stays must not be negative, got " + stays);
    }
  }
}
