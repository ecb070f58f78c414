package dev.ostler.control;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a process does.
 *
 * @param phase where it is in its life
 * @param pid the process; present when running, and maybe when stopping
 * @param readiness whether it can do its work
 * @param restarts how often it was started again after it had ended by itself
 * @param lastExit how it ended last; empty if it never did
 * @param nextRestart how long until then; present when backing off
 */
public record Life(
    ProcessPhase phase,
    OptionalInt pid,
    Readiness readiness,
    int restarts,
    Optional<LastExit> lastExit,
    Optional<Duration> nextRestart) {
  /** Checks what belongs to the phase. */
  public Life {
    if (phase == ProcessPhase.RUNNING && pid.isEmpty()) {
      throw new IllegalArgumentException("a running process has a pid");
    }
    if (restarts < 0) {
      throw new IllegalArgumentException("restarts must not be negative, got " + restarts);
    }
    if (nextRestart.isPresent() != (phase == ProcessPhase.BACKING_OFF)) {
      throw new IllegalArgumentException(
          "the next restart belongs to backing off, got " + nextRestart + " when " + phase);
    }
  }
}
