package dev.ostler.supervisor;

import dev.ostler.supervisor.Effect.ClearDeadline;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The machine of every configuration. */
final class PipelineMachines {
  private final PipelineMachine.Users users;
  private final Attention attention;
  private final List<Effect> effects;
  private final Map<String, PipelineMachine> machines = new LinkedHashMap<>();
  private final Map<String, PipelineState> statesBefore = new HashMap<>();

  PipelineMachines(PipelineMachine.Users users, Attention attention, List<Effect> effects) {
    this.users = users;
    this.attention = attention;
    this.effects = effects;
  }

  private void add(ConfigurationSetup configuration, boolean configured) {
    machines.put(
        configuration.name(),
        new PipelineMachine(configuration, PipelineState.initial(configured), users, effects));
  }

  PipelineMachine get(String name) {
    PipelineMachine machine = machines.get(name);
    if (machine == null) {
      throw new IllegalArgumentException(
          "internal error: no configuration is called '" + name + "'");
    }
    return machine;
  }

  /**
   * Looks after these from now on; those that stay as they were go on.
   *
   * @param configured those whose users need not wait for them
   */
  void follow(List<ConfigurationSetup> configurations, Set<String> configured) {
    Map<String, PipelineMachine> former = new LinkedHashMap<>(machines);
    machines.clear();
    statesBefore.clear();
    for (ConfigurationSetup configuration : configurations) {
      String name = configuration.name();
      PipelineMachine same = former.get(name);
      if (same != null && same.setup().equals(configuration)) {
        machines.put(name, same);
        former.remove(name);
      } else {
        boolean known = same != null && same.state().configured();
        add(configuration, known || configured.contains(name));
      }
    }
    former.keySet().forEach(this::clearDeadline);
  }

  private void clearDeadline(String name) {
    effects.add(new ClearDeadline(new Deadline(Deadline.Kind.PIPELINE, name)));
  }

  /** A configuration was let go in the middle of something, and is watched anew. */
  void reopened(String name) {
    PipelineMachine former = get(name);
    clearDeadline(name);
    add(former.setup(), former.state().configured());
    attention.addAll();
  }

  /** What they have come to decides who may start, and whose end is final. */
  void look() {
    for (Map.Entry<String, PipelineMachine> entry : machines.entrySet()) {
      PipelineMachine machine = entry.getValue();
      machine.look();
      if (!machine.state().equals(statesBefore.put(entry.getKey(), machine.state()))) {
        machine.concerned().forEach(attention::add);
      }
    }
  }

  /** Whether a process need not wait for any of them. */
  boolean isConfigured(String process) {
    for (PipelineMachine machine : machines.values()) {
      if (machine.setup().users().contains(process) && !machine.state().configured()) {
        return false;
      }
    }
    return true;
  }

  /** Whether one has yet to prove itself with a process. */
  boolean isTrying(String process) {
    for (PipelineMachine machine : machines.values()) {
      if (machine.isTrying(process)) {
        return true;
      }
    }
    return false;
  }
}
