package dev.ostler.control;

import java.util.List;

/**
 * What a request came to.
 *
 * @param processes one for each process that was asked for
 */
public record Changes(List<ProcessChange> processes) implements Answer {
  /** Keeps a copy. */
  public Changes {
    processes = List.copyOf(processes);
  }

  /**
   * Says whether all went well.
   *
   * @return whether none has failed or is late
   */
  public boolean areGood() {
    return processes.stream().allMatch(change -> change.outcome().isGood());
  }
}
