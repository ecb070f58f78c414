package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;

/*
 * Performed by a switch: nothing of this is looked at before the first process runs.
 */
/** What follows when a process is found not to be alive although it runs. */
public sealed interface Unhealthy {
  /** Stop it and start it again, as if it had failed by itself. */
  record Restart() implements Unhealthy {}

  /** Only tell. */
  record Ignore() implements Unhealthy {}

  /** Stop everything; the supervisor ends with status 1. */
  record StopEverything() implements Unhealthy {}

  /**
   * Send it a signal.
   *
   * @param signal which
   */
  record Send(Signal signal) implements Unhealthy {}

  /**
   * Run a command.
   *
   * @param command which
   */
  record Run(ChildCommand command) implements Unhealthy {}
}
