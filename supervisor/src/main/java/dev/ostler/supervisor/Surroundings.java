package dev.ostler.supervisor;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What belongs to a process of a file beside its command.
 *
 * @param ready how to learn whether it is ready
 * @param alive how to learn whether it is alive
 * @param output what becomes of what it writes
 * @param following what is run after each start
 * @param oomScore how soon the kernel ends it when memory is short, -1000 (never) to 1000
 */
record Surroundings(
    Optional<Probing> ready,
    Optional<Probing> alive,
    OutputPlan output,
    Optional<PostStart.Plan> following,
    OptionalInt oomScore) {
  /** Nothing but where its output goes. */
  static Surroundings of(OutputPlan output) {
    return new Surroundings(
        Optional.empty(), Optional.empty(), output, Optional.empty(), OptionalInt.empty());
  }
}
