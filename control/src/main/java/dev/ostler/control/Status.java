package dev.ostler.control;

import java.util.List;
import java.util.Optional;

/**
 * All that a supervisor looks after.
 *
 * @param instance the supervisor itself
 * @param activation the file that decides between active and standby; empty if there is none
 * @param processes in the order of the configuration
 * @param configurations in the order of the configuration
 */
public record Status(
    Instance instance,
    Optional<Activation> activation,
    List<ProcessStatus> processes,
    List<ConfigurationStatus> configurations)
    implements Answer {
  /** Keeps copies. */
  public Status {
    processes = List.copyOf(processes);
    configurations = List.copyOf(configurations);
  }
}
