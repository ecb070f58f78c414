package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerState;
import dev.ostler.engine.EngineException;
import java.util.Optional;

/**
 * A container that does its work once and ends, such as a migration. It counts as running from its
 * success on; one that has failed is started again for whoever needs it.
 */
final class JobWorkload extends ContainerWorkload {
  /**
   * Of an engine.
   *
   * @param container its name; or
   * @param label a label that it alone has
   */
  JobWorkload(
      String name, EngineAccess engine, Optional<String> container, Optional<String> label) {
    super(name, engine, new EngineContainer(engine, container, label));
  }

  @Override
  public void wake() throws WorkloadException {
    try {
      ContainerDetails container = containers.toStart();
      if (!isDone(container)) {
        containers.start(container);
      }
    } catch (EngineException e) {
      throw new WorkloadException("cannot wake " + name() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isDone(ContainerDetails container) {
    return container.status().state() == ContainerState.EXITED
        && container.status().started().isPresent()
        && container.status().exitCode() == 0;
  }

  /** What is done cannot be taken back, and what is half done is better done. */
  @Override
  public void rest() throws WorkloadException {
    throw new StaysAwakeException(
        name() + " stays as it is", "it does its work once, and then ends");
  }

  @Override
  Observation seen(ContainerDetails container) throws EngineException {
    return switch (container.status().state()) {
      case RUNNING -> new Observation.Waking("it does its work");
      case RESTARTING ->
          new Observation.Waking(
              EngineContainer.ended(container.status()) + "; the engine starts it again");
      case PAUSED, CREATED, REMOVING, DEAD -> new Observation.Resting();
      case EXITED -> {
        if (isDone(container)) {
          yield new Observation.Running(Optional.empty());
        }
        yield containers.hasEndedByItself(container)
            ? containers.failed(container)
            : new Observation.Resting();
      }
      case OTHER -> new Observation.Unknown("its engine says nothing that is known");
    };
  }
}
