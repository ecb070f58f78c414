package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.util.Optional;

/**
 * All that decisions depend on. A process runs if and only if it is active, not suspended, has its
 * configuration and the supervisor is not leaving.
 *
 * @param phase where the process is in its life
 * @param active false on standby
 * @param suspended true from STOP to START
 * @param configured false while the first configuration is waited for
 * @param leaving how to end, once it is decided to end
 * @param lastExit how the process ended last
 * @param restarts how many restarts have come one upon the other
 */
record State(
    Phase phase,
    boolean active,
    boolean suspended,
    boolean configured,
    Optional<Leaving> leaving,
    Optional<ChildExit> lastExit,
    int restarts) {
  /**
   * How to end.
   *
   * @param status the status to end with; empty for that of the process, which may yet run
   * @param request what asks the process to end because somebody asked us to; empty if nobody did
   */
  record Leaving(Optional<Integer> status, Optional<Signal> request) {}

  static State initial(boolean active, boolean configured) {
    return new State(Phase.DOWN, active, false, configured, Optional.empty(), Optional.empty(), 0);
  }

  boolean shouldRun() {
    return active && !suspended && configured && leaving.isEmpty();
  }

  State in(Phase next) {
    return new State(next, active, suspended, configured, leaving, lastExit, restarts);
  }

  State withActive(boolean value) {
    return new State(phase, value, suspended, configured, leaving, lastExit, restarts);
  }

  State withSuspended(boolean value) {
    return new State(phase, active, value, configured, leaving, lastExit, restarts);
  }

  State withConfigured(boolean value) {
    return new State(phase, active, suspended, value, leaving, lastExit, restarts);
  }

  /** The first reason to leave decides the status. */
  State leavingWith(Optional<Integer> status) {
    return leaving.isPresent() ? this : withLeaving(new Leaving(status, Optional.empty()));
  }

  /** The first request decides the signal, the first reason the status. */
  State leavingOnRequest(Optional<Integer> status, Signal signal) {
    return withLeaving(
        new Leaving(leaving.isPresent() ? leaving.get().status() : status, Optional.of(signal)));
  }

  /** What asks the process to end because somebody asked us to. */
  Optional<Signal> request() {
    return leaving.isPresent() ? leaving.get().request() : Optional.empty();
  }

  /** The status to end with. */
  int status() {
    if (leaving.isPresent() && leaving.get().status().isPresent()) {
      return leaving.get().status().get();
    }
    return lastExit.isPresent() ? lastExit.get().shellStatus() : 0;
  }

  private State withLeaving(Leaving how) {
    return new State(phase, active, suspended, configured, Optional.of(how), lastExit, restarts);
  }

  State withLastExit(ChildExit exit) {
    return new State(phase, active, suspended, configured, leaving, Optional.of(exit), restarts);
  }

  State withRestarts(int value) {
    return new State(phase, active, suspended, configured, leaving, lastExit, value);
  }
}
