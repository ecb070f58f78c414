package dev.ostler.fleet;

import java.util.Objects;

/**
 * A container that belongs to a fleet although no label of it says so: one that another tool made.
 *
 * @param host name of the host that it is on
 * @param id the engine's
 * @param workload what it was made from, by what is known of it
 */
public record Known(String host, String id, Workload workload) {
  /** Checks that there is an ID. */
  public Known {
    Objects.requireNonNull(workload, "workload");
    if (id.isBlank()) {
      throw new IllegalArgumentException("ID of a container must not be empty");
    }
  }
}
