package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.time.Duration;

/** Everything that can happen to a supervised workload. */
sealed interface Input {
  /** Supervision begins. */
  record Begun() implements Input {}

  /** Somebody sent a signal to us. */
  record SignalArrived(Signal signal) implements Input {}

  /** The activation file was created or removed. */
  record ActivationSet(boolean active) implements Input {}

  /** Somebody asked to suspend (STOP) or to resume (START). */
  record SuspensionSet(boolean suspended) implements Input {}

  /** Somebody asked for a signal to the process. */
  record SignalRequested(Signal signal) implements Input {}

  /** The process runs. */
  record Started(int pid) implements Input {}

  /** The process could not be started. */
  record FailedToStart(String reason, int shellStatus) implements Input {}

  /** The process has ended; others of its group may be left. */
  record Ended(ChildExit exit, Duration ran) implements Input {}

  /** Nobody of the process's group is left. */
  record GroupEnded() implements Input {}

  /** No child of any kind is left. */
  record NobodyLeft() implements Input {}

  /** The time that was set has passed. */
  record DeadlinePassed() implements Input {}

  /** The configuration's source has new content. */
  record ConfigurationChanged() implements Input {}

  /** The configuration was brought to its target. */
  record ConfigurationUpdated(boolean differs) implements Input {}

  /** The configuration could not be brought to its target. */
  record ConfigurationFailed() implements Input {}

  /** What was to run beside the process has failed, which ends everything. */
  record CompanionFailed(int status) implements Input {}
}
