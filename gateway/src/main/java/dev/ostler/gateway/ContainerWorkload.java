package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.EngineException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A workload that is a container of an engine; one that is not there rests. */
abstract sealed class ContainerWorkload implements Workload permits EngineWorkload, JobWorkload {
  final EngineAccess engine;
  final EngineContainer containers;
  private final String name;

  /** Closes what it asks its engine by. */
  ContainerWorkload(String name, EngineAccess engine, EngineContainer containers) {
    this.name = name;
    this.engine = engine;
    this.containers = containers;
  }

  @Override
  public String name() {
    return name;
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

  /** What it means for the workload that its container is so. */
  abstract Observation seen(ContainerDetails container) throws EngineException;

  @Override
  public boolean says(Pattern line) {
    return containers.says(line);
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    return Follower.begin(this, () -> new EngineHints(engine.looks(), containers::heard), told);
  }

  @Override
  public void close() {
    engine.close();
  }
}
