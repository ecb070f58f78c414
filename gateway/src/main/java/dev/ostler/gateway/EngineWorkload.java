package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A container, started and stopped or paused and unpaused. */
final class EngineWorkload implements Workload {
  /** Started again so often by the engine, it will not recover by itself. */
  private static final int GIVEN_UP = 3;

  /**
   * Which container, and how it rests.
   *
   * @param name its name; or
   * @param label a label that it has
   * @param pauses whether it is paused rather than stopped
   */
  record Choice(Optional<String> name, Optional<String> label, boolean pauses) {}

  private final String name;
  private final Engine engine;
  private final boolean pauses;
  private final EngineContainer containers;
  private final EngineReach reach;

  EngineWorkload(String name, Engine engine, Choice choice, EngineReach reach) {
    this.name = name;
    this.engine = engine;
    pauses = choice.pauses();
    containers = new EngineContainer(engine, choice.name(), choice.label());
    this.reach = reach;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void wake() throws WorkloadException {
    try {
      ContainerDetails container = containers.found();
      switch (container.status().state()) {
        case RUNNING, RESTARTING -> {}
        case PAUSED -> {
          containers.resumes(container);
          engine.containers().unpause(container.id());
        }
        case CREATED, EXITED, REMOVING, DEAD, OTHER -> {
          containers.begins(container);
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
      containers.forget();
      ContainerDetails container = containers.found();
      if (pauses) {
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

  @Override
  public Observation observe() {
    try {
      Optional<ContainerDetails> container = containers.find();
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
      case EXITED ->
          containers.hasEndedByItself(container)
              ? containers.failed(container)
              : new Observation.Resting();
      case RESTARTING ->
          status.restarts() < GIVEN_UP
              ? new Observation.Waking(
                  EngineContainer.ended(status) + "; the engine starts it again")
              : containers.failed(container);
      case OTHER -> new Observation.Unknown("its engine says nothing that is known");
    };
  }

  private Observation running(ContainerDetails container) {
    return switch (container.status().health()) {
      case NONE, HEALTHY ->
          reach
              .of(container)
              .<Observation>map(address -> new Observation.Running(Optional.of(address)))
              .orElseGet(() -> new Observation.Failed(reach.notReached(), List.of()));
      case STARTING -> new Observation.Waking("it runs; its health check has not passed yet");
      case UNHEALTHY ->
          new Observation.Failed(
              "its health check fails", container.status().healthOutput().lines().toList());
    };
  }

  @Override
  public boolean says(Pattern line) {
    return containers.says(line);
  }

  @Override
  public AutoCloseable follow(Consumer<Observation> told) {
    return Follower.begin(this, () -> new EngineHints(engine, containers::heard), told);
  }

  @Override
  public void close() {
    engine.close();
  }
}
