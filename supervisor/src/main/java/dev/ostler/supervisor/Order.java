package dev.ostler.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who follows whom. */
final class Order {
  private final Map<String, ProcessSetup> setups = new LinkedHashMap<>();
  private final Map<String, ProcessSetup> gone;
  private final Map<String, List<String>> followers = new HashMap<>();

  Order(List<ProcessSetup> processes) {
    this(processes, Map.of());
  }

  private Order(List<ProcessSetup> processes, Map<String, ProcessSetup> gone) {
    this.gone = gone;
    for (ProcessSetup process : processes) {
      setups.put(process.name(), process);
      addFollower(process);
    }
    for (ProcessSetup process : gone.values()) {
      addFollower(process);
    }
  }

  private void addFollower(ProcessSetup process) {
    for (String former : process.after().keySet()) {
      List<String> others = followers.get(former);
      if (others == null) {
        others = new ArrayList<>();
        followers.put(former, others);
      }
      others.add(process.name());
    }
  }

  /**
   * Another order, in which those that it does not name any more still end in the order that they
   * had.
   *
   * @param there who is not gone yet
   */
  Order followedBy(List<ProcessSetup> processes, Set<String> there) {
    Map<String, ProcessSetup> ending = new LinkedHashMap<>(gone);
    ending.putAll(setups);
    ending.keySet().retainAll(there);
    processes.forEach(process -> ending.remove(process.name()));
    return new Order(processes, ending);
  }

  /** Whether a process, gone or not, would have to be started anew to be as another setup says. */
  boolean runsOtherwise(ProcessSetup process) {
    ProcessSetup setup = setups.getOrDefault(process.name(), gone.get(process.name()));
    return setup != null && SetupDifferences.needsRestart(setup, process);
  }

  /** Those that a process follows, and how far each must have come. */
  Map<String, Milestone> before(String process) {
    @Nullable ProcessSetup setup = setups.get(process);
    return setup == null ? Map.of() : setup.after();
  }

  /** Those that follow a process; some may be gone by now. */
  List<String> after(String process) {
    return followers.getOrDefault(process, List.of());
  }
}
