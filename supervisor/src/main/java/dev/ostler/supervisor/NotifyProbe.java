package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Believes what a process says itself by sd_notify. Nobody is asked. */
final class NotifyProbe implements HealthProbe {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Router router;
  private final Probing probing;
  private final Listener listener;
  private Duration interval;
  private boolean started;
  private boolean paused;
  private boolean healthy;
  private int missed;
  private @Nullable Alarm alarm;
  private Optional<String> trouble = Optional.empty();

  NotifyProbe(Router router, Probing probing, Listener listener) {
    this.router = router;
    this.probing = probing;
    this.listener = listener;
    this.interval = probing.every();
  }

  private boolean isWatchdog() {
    return probing.purpose() == Probing.Purpose.ALIVE;
  }

  @Override
  public void start() {
    started = true;
    paused = false;
    healthy = isWatchdog();
    missed = 0;
    interval = probing.every();
    trouble = isWatchdog() ? Optional.empty() : Optional.of("it has not said that it is ready");
    watch(probing.delay());
  }

  /** Nothing is awaited of a process that only says whether it is ready. */
  private void watch(Duration further) {
    router.cancel(alarm);
    alarm = isWatchdog() && !paused ? router.later(interval.plus(further), this::missed) : null;
  }

  private void missed() {
    missed++;
    Duration silence = Duration.ofNanos(interval.toNanos() * missed);
    String reason = "it has not said for " + Times.inWords(silence) + " that it is alive";
    trouble = Optional.of(reason);
    if (missed >= probing.failures()) {
      set(false, reason);
    }
    watch(Duration.ZERO);
  }

  @Override
  public void said(Notification notification) {
    if (!started) {
      return;
    }
    switch (notification) {
      case Notification.Ready _ -> becomesReady();
      case Notification.Reloading _ -> becomesNotReady("it reads its configuration anew");
      case Notification.Stopping _ -> {
        becomesNotReady("it ends");
        router.cancel(alarm); // what ends need not say that it is alive
      }
      case Notification.Alive _ -> alive();
      case Notification.Trigger _ -> triggered();
      case Notification.AliveEvery every -> {
        interval = sane(every.interval());
        watch(Duration.ZERO);
      }
      case Notification.Status _,
          Notification.Errno _,
          Notification.MainPid _,
          Notification.MoreTime _ -> {}
    }
  }

  /** A process that errs in its unit must not keep us busy, nor count in years. */
  private static Duration sane(Duration asked) {
    if (asked.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  private void becomesReady() {
    if (!isWatchdog()) {
      set(true, "");
    }
  }

  private void becomesNotReady(String reason) {
    if (!isWatchdog()) {
      set(false, reason);
    }
  }

  private void alive() {
    if (isWatchdog()) {
      missed = 0;
      set(true, "");
      watch(Duration.ZERO);
    }
  }

  private void triggered() {
    if (isWatchdog()) {
      set(false, "it has said that it is not well");
    }
  }

  private void set(boolean now, String reason) {
    trouble = now ? Optional.empty() : Optional.of(reason);
    if (now != healthy) {
      healthy = now;
      if (now) {
        listener.healthy();
      } else {
        listener.unhealthy(reason);
      }
    }
  }

  @Override
  public void stop() {
    started = false;
    router.cancel(alarm);
  }

  @Override
  public void pause() {
    paused = true;
    router.cancel(alarm);
  }

  @Override
  public void resume() {
    if (started && paused) {
      paused = false;
      missed = 0;
      watch(Duration.ZERO);
    }
  }

  @Override
  public Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() {
    stop();
  }
}
