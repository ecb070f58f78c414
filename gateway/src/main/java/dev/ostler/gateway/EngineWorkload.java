package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.ContainerStatus;
import dev.ostler.engine.EngineException;
import java.util.List;
import java.util.Optional;

/** A container, started and stopped or paused and unpaused. */
final class EngineWorkload extends ContainerWorkload {
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

  private final boolean pauses;
  private final EngineReach reach;

  EngineWorkload(String name, EngineAccess engine, Choice choice, EngineReach reach) {
    super(name, engine, new EngineContainer(engine, choice.name(), choice.label()));
    pauses = choice.pauses();
    this.reach = reach;
  }

  @Override
  public void wake() throws WorkloadException {
    try {
      containers.start(containers.toStart());
    } catch (EngineException e) {
      throw new WorkloadException("cannot wake " + name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void rest() throws WorkloadException {
    try {
      ContainerDetails container = containers.found();
      containers.forget();
      if (pauses) {
        if (container.status().state() == ContainerState.RUNNING) {
          engine.changes().containers().pause(container.id());
        }
      } else {
        engine.changes().containers().stop(container.id(), Optional.empty());
      }
    } catch (EngineException e) {
      throw new WorkloadException("cannot rest " + name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  Observation seen(ContainerDetails container) throws EngineException {
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

  private Observation running(ContainerDetails container) throws EngineException {
    return switch (container.status().health()) {
      case NONE, HEALTHY -> reached(container);
      case STARTING -> new Observation.Waking("it runs; its health check has not passed yet");
      case UNHEALTHY ->
          new Observation.Failed(
              "its health check fails", container.status().healthOutput().lines().toList());
    };
  }

  private Observation reached(ContainerDetails container) throws EngineException {
    Optional<OwnContainer.Known> gateway = reach.inside(engine.looks().containers());
    return reach
        .of(container, gateway)
        .<Observation>map(address -> new Observation.Running(Optional.of(address)))
        .orElseGet(() -> new Observation.Failed(reach.notReached(gateway), List.of()));
  }
}
