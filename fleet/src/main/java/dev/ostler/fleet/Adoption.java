package dev.ostler.fleet;

import java.util.List;

/**
 * A container that was made by somebody else and belongs to the fleet from now on.
 *
 * @param host name of the host
 * @param workload key of the workload whose container it is now
 * @param id the engine's
 * @param changes what the next {@code apply} changes about it; nothing if it is as it should be
 */
public record Adoption(String host, String workload, String id, List<FieldChange> changes) {
  /** Copies. */
  public Adoption {
    changes = List.copyOf(changes);
  }
}
