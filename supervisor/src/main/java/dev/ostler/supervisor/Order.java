package dev.ostler.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who follows whom. */
final class Order {
  private final Map<String, ProcessSetup> setups = new HashMap<>();
  private final Map<String, List<String>> followers = new HashMap<>();

  Order(List<ProcessSetup> processes) {
    for (ProcessSetup process : processes) {
      setups.put(process.name(), process);
      for (String former : process.after().keySet()) {
        List<String> others = followers.get(former);
        if (others == null) {
          others = new ArrayList<>();
          followers.put(former, others);
        }
        others.add(process.name());
      }
    }
  }

  boolean names(String process) {
    return setups.containsKey(process);
  }

  /** Those that a process follows, and how far each must have come. */
  Map<String, Milestone> before(String process) {
    @Nullable ProcessSetup setup = setups.get(process);
    return setup == null ? Map.of() : setup.after();
  }

  /** Those that follow a process. */
  List<String> after(String process) {
    return followers.getOrDefault(process, List.of());
  }
}
