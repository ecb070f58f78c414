package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The times that are set for an app. For use under the app's lock; what rings is told without it,
 * and counts only if {@link #isDue} says so.
 */
final class Deadlines {
  private final ScheduledExecutorService timers;
  private final Clock clock;
  private final Consumer<Due> rings;
  private final Map<AppDeadline, Due> set = new EnumMap<>(AppDeadline.class);

  /** A time that was set. */
  static final class Due {
    private final AppDeadline deadline;
    private final Instant at;
    private @Nullable Future<?> timer;

    private Due(AppDeadline deadline, Instant at) {
      this.deadline = deadline;
      this.at = at;
    }

    AppDeadline deadline() {
      return deadline;
    }
  }

  Deadlines(ScheduledExecutorService timers, Clock clock, Consumer<Due> rings) {
    this.timers = timers;
    this.clock = clock;
    this.rings = rings;
  }

  void set(AppDeadline deadline, Duration delay) {
    clear(deadline);
    Due due = new Due(deadline, clock.instant().plus(delay));
    due.timer = timers.schedule(() -> rings.accept(due), delay.toMillis(), TimeUnit.MILLISECONDS);
    set.put(deadline, due);
  }

  void clear(AppDeadline deadline) {
    Due known = set.remove(deadline);
    if (known != null && known.timer != null) {
      known.timer.cancel(false);
    }
  }

  void clearAll() {
    for (AppDeadline deadline : AppDeadline.values()) {
      clear(deadline);
    }
  }

  /** Whether it is the one that was set last; it is none any more. */
  boolean isDue(Due due) {
    return set.remove(due.deadline, due);
  }

  /** When each rings. */
  Map<AppDeadline, Instant> times() {
    Map<AppDeadline, Instant> times = new EnumMap<>(AppDeadline.class);
    set.forEach((deadline, due) -> times.put(deadline, due.at));
    return times;
  }
}
