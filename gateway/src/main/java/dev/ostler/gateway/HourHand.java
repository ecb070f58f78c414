package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what hour of a schedule it is, whenever that may have changed. */
final class HourHand implements AutoCloseable {
  /** Somebody may set the clock meanwhile. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final ScheduledExecutorService timers;
  private final Clock clock;
  private final Consumer<Schedule.Hour> told;
  private Schedule schedule = Schedule.NONE;
  private @Nullable Future<?> next;
  private boolean closed;

  HourHand(ScheduledExecutorService timers, Clock clock, Consumer<Schedule.Hour> told) {
    this.timers = timers;
    this.clock = clock;
    this.told = told;
  }

  /** Begins anew with a schedule. */
  void follow(Schedule wanted) {
    synchronized (this) {
      schedule = wanted;
    }
    turn();
  }

  private void turn() {
    Schedule.Hour hour;
    synchronized (this) {
      if (closed) {
        return; // it was about to turn when it was closed
      }
      cancel();
      Instant now = clock.instant();
      hour = schedule.at(now);
      next = schedule.nextChange(now).map(then -> after(Duration.between(now, then))).orElse(null);
    }
    told.accept(hour);
  }

  private Future<?> after(Duration time) {
    Duration delay = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    // Not a moment before: the hour would still be the same.
    return timers.schedule(this::turn, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void close() {
    closed = true;
    cancel();
  }

  private void cancel() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }
}
