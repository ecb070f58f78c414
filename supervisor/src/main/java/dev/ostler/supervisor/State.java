package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import java.util.Optional;

/**
 * All that decisions depend on. A process runs if and only if it is active, not suspended, has its
 * configuration and the supervisor is not leaving.
 *
 * @param phase where the process is in its life
 * @param active false on standby
 * @param suspended true from STOP to START
 * @param configured false while the first configuration is waited for
 * @param leaving the status to end with, once it is decided to end
 * @param lastExit how the process ended last
 * @param restarts how many restarts have come one upon the other
 */
record State(
    Phase phase,
    boolean active,
    boolean suspended,
    boolean configured,
    Optional<Integer> leaving,
    Optional<ChildExit> lastExit,
    int restarts) {

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
  State leavingWith(int status) {
    return leaving.isPresent()
        ? this
        : new State(phase, active, suspended, configured, Optional.of(status), lastExit, restarts);
  }

  State withLastExit(ChildExit exit) {
    return new State(phase, active, suspended, configured, leaving, Optional.of(exit), restarts);
  }

  State withRestarts(int value) {
    return new State(phase, active, suspended, configured, leaving, lastExit, value);
  }
}
