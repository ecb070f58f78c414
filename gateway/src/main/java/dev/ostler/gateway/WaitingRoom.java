package dev.ostler.gateway;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Those who wait for an app, in the order in which they came. For use under the app's lock. */
final class WaitingRoom {
  private final ScheduledExecutorService clock;
  private final Set<Visit> held = new LinkedHashSet<>();

  WaitingRoom(ScheduledExecutorService clock) {
    this.clock = clock;
  }

  int size() {
    return held.size();
  }

  void add(Visit visit) {
    held.add(visit);
  }

  /** Runs something when somebody has waited for so long; nothing if he waits no more. */
  void limit(Visit visit, Duration within, Runnable late) {
    if (held.contains(visit)) {
      visit.limit(clock.schedule(late, within.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  /** Whether somebody waited; he does no more. */
  boolean remove(Visit visit) {
    visit.forgetLimit();
    return held.remove(visit);
  }

  List<Visit> all() {
    return List.copyOf(held);
  }

  /** Lets all of them go. */
  List<Visit> empty() {
    List<Visit> all = all();
    all.forEach(this::remove);
    return all;
  }
}
