package dev.ostler.gateway;

import dev.ostler.engine.Chunk;
import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Containers;
import dev.ostler.engine.EngineEvent;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.LogQuery;
import dev.ostler.engine.Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A container that is looked for anew each time, by name or label: who makes it anew while it rests
 * gives it another id. Knows what has become of the run that was asked for here.
 */
final class EngineContainer {
  private static final int LAST_LINES = 10;

  /** A longer line is looked at in pieces. */
  private static final int LONGEST_LINE = 64 * 1024;

  /** By these, programs are asked to read their files anew, or to rotate their logs. */
  private static final Map<String, String> NO_ENDS = Map.of("1", "HUP", "10", "USR1", "12", "USR2");

  private final EngineAccess engine;
  private final Optional<String> name;
  private final Optional<String> label;

  /** An end is a failure if it is that of a run that was asked for here. */
  private volatile Optional<Run> before = Optional.empty();

  /** Whether somebody has asked that run to end: then it is none. */
  private volatile boolean isAskedToEnd;

  /** What asks it to end: a name or a number; empty for what asks most. */
  private volatile String stopSignal = "";

  /** What a container did last before it was woken: each start is another run. */
  private record Run(String id, Optional<Instant> started) {}

  /**
   * Of an engine.
   *
   * @param name its name; or
   * @param label a label that it alone has, the newest counts
   */
  EngineContainer(EngineAccess engine, Optional<String> name, Optional<String> label) {
    this.engine = engine;
    this.name = name;
    this.label = label;
  }

  /** How it is now; empty if there is none. */
  Optional<ContainerDetails> find() throws EngineException {
    return find(engine.looks().containers());
  }

  private Optional<ContainerDetails> find(Containers containers) throws EngineException {
    try {
      if (name.isPresent()) {
        return Optional.of(containers.inspect(name.get()));
      }
      Optional<ContainerSummary> newest =
          containers.list(ContainerQuery.ALL.withLabel(label.orElseThrow())).stream()
              .filter(each -> !Labels.areOfOneCommand(each.labels()))
              .findFirst();
      return newest.isEmpty()
          ? Optional.empty()
          : Optional.of(containers.inspect(newest.get().id()));
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** As {@link #find}, but there must be one. */
  ContainerDetails found() throws WorkloadException, EngineException {
    return existing(find());
  }

  /** As {@link #found}; somebody waits for it, so an engine that is slow has its time. */
  ContainerDetails toStart() throws WorkloadException, EngineException {
    return existing(find(engine.changes().containers()));
  }

  private ContainerDetails existing(Optional<ContainerDetails> container) throws WorkloadException {
    return container.orElseThrow(() ->
        new WorkloadException(
            "there is no container "
                + name.orElseGet(() -> "with label " + label.orElse(""))
                + " at "
                + engine.changes().address()
                + "; create it first"));
  }

  /** Has it run, if it does not yet. */
  void start(ContainerDetails container) throws EngineException {
    switch (container.status().state()) {
      case RUNNING, RESTARTING -> {}
      case PAUSED -> {
        // It goes on where it was held: its run is the one from before.
        begins(container, new Run(container.id(), Optional.empty()));
        engine.changes().containers().unpause(container.id());
      }
      case CREATED, EXITED, REMOVING, DEAD, OTHER -> {
        begins(container, run(container));
        engine.changes().containers().start(container.id());
      }
    }
  }

  /** To be called before it is asked to run, for it may have ended again after. */
  private void begins(ContainerDetails container, Run last) {
    before = Optional.of(last);
    stopSignal = container.spec().lifecycle().stopSignal();
    isAskedToEnd = false;
  }

  /** It is asked to rest, by us. */
  void forget() {
    before = Optional.empty();
  }

  private static Run run(ContainerDetails container) {
    return new Run(container.id(), container.status().started());
  }

  /** Whether the run that was asked for here has ended though nobody has asked for that. */
  boolean hasEndedByItself(ContainerDetails container) {
    return !isAskedToEnd && before.filter(run -> !run.equals(run(container))).isPresent();
  }

  /** Engines tell that somebody wants a container to end before it does. */
  void heard(EngineEvent event) {
    if (before.filter(run -> run.id().equals(event.id())).isEmpty()) {
      return;
    }
    switch (event.action()) {
      case "start" -> isAskedToEnd = false;
      case "stop" -> isAskedToEnd = true;
      case "kill" -> isAskedToEnd |= isEnd(event.attributes().getOrDefault("signal", ""));
      default -> {}
    }
  }

  private boolean isEnd(String signal) {
    String harmless = NO_ENDS.get(signal);
    return harmless == null || List.of(signal, harmless, "SIG" + harmless).contains(stopSignal);
  }

  /** It has ended and should not have. */
  Observation failed(ContainerDetails container) throws EngineException {
    return new Observation.Failed(
        Observation.Failed.Kind.CRASH, ended(container.status()), lastLines(container.id()));
  }

  static String ended(ContainerStatus status) {
    if (!status.error().isEmpty()) {
      return "its container could not be started: " + status.error();
    }
    return status.outOfMemory()
        ? "its container was ended for want of memory"
        : "its container ended with status " + status.exitCode();
  }

  private List<String> lastLines(String id) throws EngineException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output output = engine.looks().processes().logs(id, LogQuery.ALL.withTail(LAST_LINES))) {
      Optional<Chunk> chunk = output.next();
      while (chunk.isPresent()) {
        bytes.writeBytes(chunk.get().bytes());
        chunk = output.next();
      }
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /**
   * Waits until it writes a line in which a pattern is found, from its last start on.
   *
   * @return whether it has; false if it has ended, or cannot be heard now
   */
  boolean says(Pattern pattern) {
    try {
      ContainerDetails container = found();
      LogQuery query =
          new LogQuery(true, OptionalInt.empty(), runBefore(container.status()), false);
      try (Output output = engine.looks().processes().logs(container.id(), query)) {
        return isFound(pattern, output);
      }
    } catch (EngineException | WorkloadException notNow) {
      return false;
    }
  }

  /**
   * When the run before has ended; empty if there was none. Starts tell nothing: engines note one
   * when they have come back from it, and by then a program may have said all, and even ended.
   */
  private static Optional<Instant> runBefore(ContainerStatus status) {
    return status.state() == ContainerState.RUNNING ? status.finished() : Optional.empty();
  }

  private static boolean isFound(Pattern pattern, Output output) throws EngineException {
    StringBuilder line = new StringBuilder();
    Optional<Chunk> chunk = output.next();
    while (chunk.isPresent()) {
      for (byte each : chunk.get().bytes()) {
        if (each != '\n' && line.length() < LONGEST_LINE) {
          line.append((char) (each & 0xFF));
        } else if (isFound(pattern, line)) {
          return true;
        } else {
          line.setLength(0);
        }
      }
      chunk = output.next();
    }
    return false;
  }

  private static boolean isFound(Pattern pattern, StringBuilder bytes) {
    byte[] line = bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    return pattern.matcher(new String(line, StandardCharsets.UTF_8)).find();
  }
}
