package dev.ostler.supervisor;

import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.Entrypoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All configurations that are kept up to date. */
final class Pipelines {
  private final Entrypoint entrypoint;
  private final Router router;
  private final Supervision supervision;
  private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();

  Pipelines(Entrypoint entrypoint, Router router, Supervision supervision) {
    this.entrypoint = entrypoint;
    this.router = router;
    this.supervision = supervision;
  }

  /**
   * Begins to watch.
   *
   * @throws IOException if a source or a target cannot be had
   */
  void add(ConfigurationSetup setup) throws IOException {
    pipelines.put(setup.name(), new Pipeline(entrypoint, router, supervision, setup));
  }

  Pipeline named(String configuration) {
    Pipeline pipeline = pipelines.get(configuration);
    if (pipeline == null) {
      throw new AssertionError("internal error: no configuration is called " + configuration);
    }
    return pipeline;
  }

  /** Whose events they are. */
  Optional<Pipeline> of(ConfigurationHandler handler) {
    return pipelines.values().stream()
        .filter(pipeline -> pipeline.handler().equals(handler))
        .findFirst();
  }

  Collection<Pipeline> all() {
    return pipelines.values();
  }

  /**
   * Takes over other configurations. Those that are the same are left alone.
   *
   * @return those that are new or otherwise
   * @throws IOException if a new one cannot be had; the former are back then
   */
  List<Pipeline> follow(List<ConfigurationSetup> setups) throws IOException {
    Map<String, ConfigurationSetup> closed = new LinkedHashMap<>();
    for (Pipeline pipeline : List.copyOf(pipelines.values())) {
      if (!setups.contains(pipeline.setup())) {
        pipeline.close(); // before its successor, which may want the same target
        pipelines.remove(pipeline.setup().name());
        closed.put(pipeline.setup().name(), pipeline.setup());
      }
    }
    List<Pipeline> opened = new ArrayList<>();
    try {
      for (ConfigurationSetup setup : setups) {
        if (!pipelines.containsKey(setup.name())) {
          add(setup);
          opened.add(named(setup.name()));
        }
      }
      return opened;
    } catch (IOException refused) {
      goBack(closed);
      throw refused;
    }
  }

  private void goBack(Map<String, ConfigurationSetup> former) throws IOException {
    for (ConfigurationSetup setup : former.values()) {
      if (pipelines.containsKey(setup.name())) {
        named(setup.name()).close();
      }
      add(setup);
      supervision.take(new Input.Reopened(setup.name()));
      named(setup.name()).introduce();
    }
  }
}
