package dev.ostler.fleet;

import dev.ostler.engine.ContainerStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/*
 * An answer is not a container: whoever else has its port answers, too. Therefore the container is
 * looked at after the answer, and where a time to monitor is set, until that is over.
 */
/** Watches a started container until it is seen to work, or seen not to. */
final class HealthWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Who breaks a run off may wait for what is nearly done, not for a time to monitor. */
  private static final Duration WHEN_CALLED_OFF = Duration.ofSeconds(5);

  private final HostEngine engine;
  private final String container;
  private final Workload.Rules rules;
  private final Patience patience;
  private final long begun;
  private Optional<Instant> started = Optional.empty();
  private Optional<Long> calledOff = Optional.empty();

  HealthWatch(HostEngine engine, String container, Workload.Rules rules, Patience patience) {
    this.engine = engine;
    this.container = container;
    this.rules = rules;
    this.patience = patience;
    begun = patience.nanos();
  }

  /**
   * Why it does not work; empty if it does.
   *
   * @throws CalledOffException if that is not known, and the run is over
   */
  Optional<String> failure() throws IOException, InterruptedException {
    Optional<String> failure = failureUntilItWorks();
    return failure.isPresent() || !rules.update().isWatched() ? failure : failureUntilMonitored();
  }

  private Optional<String> failureUntilItWorks() throws IOException, InterruptedException {
    while (true) {
      switch (look(complaint())) {
        case HealthVerdict.Works _ -> {
          return Optional.empty();
        }
        case HealthVerdict.Fails(String reason) -> {
          return Optional.of(reason);
        }
        case HealthVerdict.Unclear _ -> pause();
      }
    }
  }

  /** Who has answered need not answer again, but must stay. */
  private Optional<String> failureUntilMonitored() throws IOException, InterruptedException {
    while (elapsed().compareTo(rules.update().monitor()) < 0) {
      pause();
      if (look(Optional.empty()) instanceof HealthVerdict.Fails(String reason)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  private void pause() throws IOException, InterruptedException {
    if (patience.isOver()) {
      long since = calledOff.orElseGet(patience::nanos);
      calledOff = Optional.of(since);
      if (patience.nanos() - since >= WHEN_CALLED_OFF.toNanos()) {
        throw new CalledOffException("the run was interrupted before it was seen to work");
      }
    }
    patience.pause(BETWEEN_LOOKS);
  }

  private HealthVerdict look(Optional<String> complaint) throws IOException {
    Duration elapsed = elapsed();
    ContainerStatus status = engine.status(container);
    if (started.isEmpty()) {
      started = status.started();
    }
    HealthVerdict verdict = HealthVerdict.of(status, complaint, elapsed, rules);
    boolean isAnother = !started.equals(status.started());
    return isAnother && !(verdict instanceof HealthVerdict.Fails)
        ? new HealthVerdict.Fails("it was started again by somebody else")
        : verdict; // which says so if it ends again and again
  }

  private Optional<String> complaint() throws IOException {
    return switch (rules.health()) {
      case HealthProbe.Engine _ -> Optional.empty();
      case HealthProbe.Http _, HealthProbe.Tcp _, HealthProbe.Exec _ ->
          engine.complaint(container, rules.health());
    };
  }

  private Duration elapsed() {
    return Duration.ofNanos(patience.nanos() - begun);
  }
}
