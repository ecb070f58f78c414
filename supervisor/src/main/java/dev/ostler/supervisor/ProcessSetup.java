package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One process and how it is looked after.
 *
 * @param name what to call it
 * @param command what to run
 * @param policy how it is looked after
 * @param after the processes that it follows, and how far each must have come
 * @param surroundings what else belongs to it
 */
public record ProcessSetup(
    String name,
    ChildCommand command,
    Policy policy,
    Map<String, Milestone> after,
    Optional<Surroundings> surroundings) {
  /** Keeps a copy. */
  public ProcessSetup {
    after = new LinkedHashMap<>(after);
  }
}
