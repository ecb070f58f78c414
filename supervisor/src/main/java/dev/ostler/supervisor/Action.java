package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.util.Map;
import java.util.Set;

/** What a new configuration does to those that use it, from the weakest to the strongest. */
public sealed interface Action {
  /** Nothing: they look for themselves. */
  record Nothing() implements Action {}

  /**
   * They are told by a signal.
   *
   * @param signals which process gets which; at least one
   */
  record Send(Map<String, Signal> signals) implements Action {
    /** Keeps a copy. */
    public Send {
      signals = Map.copyOf(signals);
    }
  }

  /**
   * A command tells them.
   *
   * @param command which
   */
  record Run(ChildCommand command) implements Action {}

  /**
   * They are stopped and started.
   *
   * @param processes which; at least one
   */
  record Restart(Set<String> processes) implements Action {
    /** Keeps a copy. */
    public Restart {
      processes = Set.copyOf(processes);
    }
  }
}
