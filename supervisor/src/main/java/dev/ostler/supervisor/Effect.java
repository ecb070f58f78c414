package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.time.Duration;

/** Something that a decision wants done. */
sealed interface Effect {
  /** Start the process. */
  record Start() implements Effect {}

  /** Send a signal to the process alone. */
  record SignalProcess(Signal signal) implements Effect {}

  /** Send a signal to the process and all that it left in its group. */
  record SignalGroup(Signal signal) implements Effect {}

  /** Send a signal to every child that is left, ours or adopted, and tell when none is. */
  record SignalEveryone(Signal signal) implements Effect {}

  /** Tell when a time has passed, in place of what was set before. */
  record SetDeadline(Duration delay) implements Effect {}

  /** Forget the deadline. */
  record ClearDeadline() implements Effect {}

  /** Bring the configuration to its target. */
  record UpdateConfiguration() implements Effect {}

  /** The process runs, for all who look from outside. */
  record MarkRunning(int pid) implements Effect {}

  /** The process does not run any more, for all who look from outside. */
  record MarkStopped() implements Effect {}

  /** Tell people. */
  record Say(String message) implements Effect {}

  /** End supervision with a status. */
  record Exit(int status) implements Effect {}
}
