package dev.ostler.fleet;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.LogQuery;
import dev.ostler.engine.Output;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/*
 * Engines end the log of a container that ends. An update is over in moments, for all that can take
 * long is prepared before: who has no successor for a while has none.
 */
/** What a workload's container on one host writes, and then the one that takes its place. */
final class LogFollower {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Engine engine;
  private final Checked.Seen first;
  private final Waiting waiting;

  /**
   * How it is waited for a successor.
   *
   * @param patience the time
   * @param within how long
   */
  record Waiting(Patience patience, Duration within) {}

  /** Takes an output to its end. */
  interface Reader {
    void readAll(Output output) throws EngineException;
  }

  /** What comes next. */
  private record Next(String container, Optional<Instant> since) {}

  LogFollower(Engine engine, Checked.Seen first, Waiting waiting) {
    this.engine = engine;
    this.first = first;
    this.waiting = waiting;
  }

  void follow(LogQuery query, Reader reader) throws IOException, InterruptedException {
    LogQuery asked = query;
    String container = first.id();
    Optional<Next> next;
    do {
      Optional<Instant> began = status(container).flatMap(ContainerStatus::started);
      try (Output output = engine.processes().logs(container, asked)) {
        reader.readAll(output);
      }
      next = query.follow() ? next(container, began) : Optional.empty();
      if (next.isPresent()) {
        container = next.get().container();
        asked = new LogQuery(true, OptionalInt.empty(), next.get().since(), false);
      }
    } while (next.isPresent());
  }

  private Optional<Next> next(String ended, Optional<Instant> began)
      throws IOException, InterruptedException {
    long start = waiting.patience().nanos();
    while (waiting.patience().nanos() - start < waiting.within().toNanos()) {
      Optional<Next> found = look(ended, began);
      if (found.isPresent()) {
        return found;
      }
      waiting.patience().pause(BETWEEN_LOOKS);
    }
    return Optional.empty();
  }

  private Optional<Next> look(String ended, Optional<Instant> began) throws IOException {
    for (ContainerSummary seen : engine.containers().list(ContainerQuery.ALL)) {
      if (seen.name().equals(first.name()) && seen.state() == ContainerState.RUNNING) {
        if (!seen.id().equals(ended)) {
          return Optional.of(new Next(seen.id(), Optional.empty()));
        }
        Optional<ContainerStatus> now = status(ended);
        return now.flatMap(ContainerStatus::started).equals(began)
            ? Optional.empty()
            : Optional.of(new Next(ended, now.flatMap(LogFollower::begin)));
      }
    }
    return Optional.empty();
  }

  /** Its first lines may be older than its start, which the engine notes when it has happened. */
  private static Optional<Instant> begin(ContainerStatus now) {
    return now.finished().or(now::started);
  }

  private Optional<ContainerStatus> status(String container) throws IOException {
    try {
      return Optional.of(engine.containers().inspect(container).status());
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
