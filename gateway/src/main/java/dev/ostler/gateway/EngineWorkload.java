package dev.ostler.gateway;

import dev.ostler.engine.Chunk;
import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.ContainerSummary;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineEvent;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.LogQuery;
import dev.ostler.engine.Output;
import dev.ostler.engine.PublishedPort;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A container, started and stopped or paused and unpaused. It is looked for anew each time, by name
 * or label: who makes it anew while it rests gives it another id.
 */
final class EngineWorkload implements Workload {
  /**
   * Which container, and how it rests.
   *
   * @param name its name; or
   * @param label a label that it has
   * @param pauses whether it is paused rather than stopped
   */
  record Choice(Optional<String> name, Optional<String> label, boolean pauses) {}

  private static final int LAST_LINES = 10;

  /** Started again so often by the engine, it will not recover by itself. */
  private static final int GIVEN_UP = 3;

  private final String name;
  private final Engine engine;
  private final Choice choice;
  private final int port;

  /** HUP, USR1 and USR2: programs read their files anew, or rotate their logs. */
  private static final List<String> NO_ENDS = List.of("1", "10", "12");

  /** An end is a failure if it is that of a run that was asked for here. */
  private volatile Optional<Run> before = Optional.empty();

  /** Whether somebody has asked that run to end: then it is none. */
  private volatile boolean isAskedToEnd;

  /** What a container did last before it was woken: each start is another run. */
  private record Run(String id, Optional<Instant> started) {}

  EngineWorkload(String name, Engine engine, Choice choice, int port) {
    this.name = name;
    this.engine = engine;
    this.choice = choice;
    this.port = port;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void wake() throws WorkloadException {
    try {
      ContainerDetails container = found();
      switch (container.status().state()) {
        case RUNNING, RESTARTING -> {}
        case PAUSED -> {
          before = Optional.of(new Run(container.id(), Optional.empty()));
          engine.containers().unpause(container.id());
        }
        case CREATED, EXITED, REMOVING, DEAD, OTHER -> {
          // Noted first: it may have ended again before the engine answers.
          before = Optional.of(new Run(container.id(), container.status().started()));
          isAskedToEnd = false;
          engine.containers().start(container.id());
        }
      }
    } catch (EngineException e) {
      throw new WorkloadException("cannot wake " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void rest() throws WorkloadException {
    try {
      before = Optional.empty();
      ContainerDetails container = found();
      if (choice.pauses()) {
        if (container.status().state() == ContainerState.RUNNING) {
          engine.containers().pause(container.id());
        }
      } else {
        engine.containers().stop(container.id(), Optional.empty());
      }
    } catch (EngineException e) {
      throw new WorkloadException("cannot rest " + name + ": " + e.getMessage(), e);
    }
  }

  private ContainerDetails found() throws WorkloadException, EngineException {
    return find()
        .orElseThrow(() ->
            new WorkloadException(
                "there is no container "
                    + choice.name().orElseGet(() -> "with label " + choice.label().orElse(""))
                    + " at "
                    + engine.address()
                    + "; create it first"));
  }

  private Optional<ContainerDetails> find() throws EngineException {
    try {
      if (choice.name().isPresent()) {
        return Optional.of(engine.containers().inspect(choice.name().get()));
      }
      List<ContainerSummary> newestFirst =
          engine.containers().list(ContainerQuery.ALL.withLabel(choice.label().orElseThrow()));
      return newestFirst.isEmpty()
          ? Optional.empty()
          : Optional.of(engine.containers().inspect(newestFirst.getFirst().id()));
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Observation observe() {
    try {
      Optional<ContainerDetails> container = find();
      return container.isEmpty() ? new Observation.Resting() : seen(container.get());
    } catch (EngineException e) {
      return new Observation.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private Observation seen(ContainerDetails container) throws EngineException {
    ContainerStatus status = container.status();
    return switch (status.state()) {
      case RUNNING -> running(container);
      case PAUSED, CREATED, REMOVING, DEAD -> new Observation.Resting();
      case EXITED -> hasEnded(container) ? failed(container) : new Observation.Resting();
      case RESTARTING ->
          status.restarts() < GIVEN_UP
              ? new Observation.Waking(ended(status) + "; the engine starts it again")
              : failed(container);
      case OTHER -> new Observation.Unknown("its engine says nothing that is known");
    };
  }

  private boolean hasEnded(ContainerDetails container) {
    Run now = new Run(container.id(), container.status().started());
    return !isAskedToEnd && before.filter(run -> !run.equals(now)).isPresent();
  }

  /** Engines tell that somebody wants a container to end before it does. */
  private void heard(EngineEvent event) {
    if (before.filter(run -> run.id().equals(event.id())).isEmpty()) {
      return;
    }
    switch (event.action()) {
      case "start" -> isAskedToEnd = false;
      case "stop" -> isAskedToEnd = true;
      case "kill" ->
          isAskedToEnd |= !NO_ENDS.contains(event.attributes().getOrDefault("signal", ""));
      default -> {}
    }
  }

  private Observation running(ContainerDetails container) {
    return switch (container.status().health()) {
      case NONE, HEALTHY ->
          upstream(container)
              .<Observation>map(address -> new Observation.Running(Optional.of(address)))
              .orElseGet(() ->
                  new Observation.Failed(
                      "its container has no address for port " + port, List.of()));
      case STARTING -> new Observation.Waking("it runs; its health check has not passed yet");
      case UNHEALTHY ->
          new Observation.Failed(
              "its health check fails", container.status().healthOutput().lines().toList());
    };
  }

  /** A published port can be reached from everywhere, an address of a network from its host. */
  private Optional<InetSocketAddress> upstream(ContainerDetails container) {
    if (container.spec().networking().mode().equals("host")) {
      return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    Optional<InetSocketAddress> published =
        container.ports().stream()
            .filter(port -> port.protocol().equals("tcp") && port.host() != 0)
            .filter(port -> port.container() == this.port)
            .findFirst()
            .map(EngineWorkload::address);
    return published.or(() ->
        container.networks().values().stream()
            .filter(address -> !address.isEmpty())
            .findFirst()
            .map(address -> new InetSocketAddress(address, port)));
  }

  private static InetSocketAddress address(PublishedPort port) {
    boolean everywhere = List.of("", "0.0.0.0", "::").contains(port.hostAddress());
    return new InetSocketAddress(everywhere ? "127.0.0.1" : port.hostAddress(), port.host());
  }

  private Observation failed(ContainerDetails container) throws EngineException {
    return new Observation.Failed(ended(container.status()), lastLines(container.id()));
  }

  private static String ended(ContainerStatus status) {
    if (!status.error().isEmpty()) {
      return "its container could not be started: " + status.error();
    }
    return status.outOfMemory()
        ? "its container was ended for want of memory"
        : "its container ended with status " + status.exitCode();
  }

  private List<String> lastLines(String id) throws EngineException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output output = engine.processes().logs(id, LogQuery.ALL.withTail(LAST_LINES))) {
      Optional<Chunk> chunk = output.next();
      while (chunk.isPresent()) {
        bytes.writeBytes(chunk.get().bytes());
        chunk = output.next();
      }
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public AutoCloseable follow(Consumer<Observation> told) {
    return Follower.begin(this, () -> new EngineHints(engine, this::heard), told);
  }

  @Override
  public void close() {
    engine.close();
  }
}
