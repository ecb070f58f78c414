package dev.ostler.fleet;

import java.util.List;
import java.util.Map;

/** What was seen of one host. */
sealed interface HostView {
  /**
   * Everything that was asked for.
   *
   * @param containers all of its containers, ours and others
   * @param remnants what is in the places of files and folders that are no longer wanted, by path
   */
  record Observed(List<ContainerView> containers, Map<String, Remnant> remnants)
      implements HostView {
    public Observed {
      containers = List.copyOf(containers);
      remnants = Map.copyOf(remnants);
    }

    Observed(List<ContainerView> containers) {
      this(containers, Map.of());
    }
  }

  /**
   * Nothing: what is there may be anything, and nothing is decided on the strength of it.
   *
   * @param reason why
   */
  record Unknown(String reason) implements HostView {}
}
