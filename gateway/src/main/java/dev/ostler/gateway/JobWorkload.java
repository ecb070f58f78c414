package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A container that does its work once and ends, such as a migration. It counts as running from its
 * success on; one that has failed is started again for whoever needs it.
 */
final class JobWorkload implements Workload {
  private final String name;
  private final Engine engine;
  private final EngineContainer containers;

  /**
   * Of an engine.
   *
   * @param container its name; or
   * @param label a label that it alone has
   */
  JobWorkload(String name, Engine engine, Optional<String> container, Optional<String> label) {
    this.name = name;
    this.engine = engine;
    containers = new EngineContainer(engine, container, label);
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
          if (!isDone(container)) {
            containers.begins(container);
            engine.containers().start(container.id());
          }
        }
      }
    } catch (EngineException e) {
      throw new WorkloadException("cannot wake " + name + ": " + e.getMessage(), e);
    }
  }

  private static boolean isDone(ContainerDetails container) {
    return container.status().started().isPresent() && container.status().exitCode() == 0;
  }

  /** What is done cannot be taken back, and what is half done is better done. */
  @Override
  public void rest() throws WorkloadException {
    throw new StaysAwakeException(name + " stays as it is: it does its work once, and then ends");
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

  @Override
  public boolean says(Pattern line) {
    return containers.says(line);
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    return Follower.begin(this, () -> new EngineHints(engine, containers::heard), told);
  }

  @Override
  public void close() {
    engine.close();
  }
}
