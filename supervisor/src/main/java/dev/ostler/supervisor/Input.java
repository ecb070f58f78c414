package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.time.Duration;

/*
 * Told by a method rather than by a switch over the types: the first pattern switch of a virtual
 * machine takes about ten milliseconds, and the first input comes before the child may start. The
 * compiler insists on an answer to every input all the same.
 */
/** Everything that can happen to a supervised workload. */
sealed interface Input {
  /** Calls the machine's method for this input. */
  void tell(Machine machine);

  /** Supervision begins. */
  record Begun() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.begun();
    }
  }

  /** Somebody sent a signal to us. */
  record SignalArrived(Signal signal) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.signalArrived(signal);
    }
  }

  /** The activation file was created or removed. */
  record ActivationSet(boolean active) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.activationSet(active);
    }
  }

  /** Somebody asked to suspend (STOP) or to resume (START). */
  record SuspensionSet(boolean suspended) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.suspensionSet(suspended);
    }
  }

  /** Somebody asked for a signal to the process. */
  record SignalRequested(Signal signal) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.signalRequested(signal);
    }
  }

  /** The process runs. */
  record Started(int pid) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.started(pid);
    }
  }

  /** The process could not be started. */
  record FailedToStart(String reason, int shellStatus) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.failedToStart(reason, shellStatus);
    }
  }

  /** The process has ended; others of its group may be left. */
  record Ended(ChildExit exit, Duration ran) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.ended(exit, ran);
    }
  }

  /** Nobody of the process's group is left. */
  record GroupEnded() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.groupEnded();
    }
  }

  /** No child of any kind is left. */
  record NobodyLeft() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.nobodyLeft();
    }
  }

  /** The time that was set has passed. */
  record DeadlinePassed() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.deadlinePassed();
    }
  }

  /** The configuration's source has new content. */
  record ConfigurationChanged() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.configurationChanged();
    }
  }

  /** The configuration was brought to its target. */
  record ConfigurationUpdated(boolean differs) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.configurationUpdated(differs);
    }
  }

  /** The configuration could not be brought to its target. */
  record ConfigurationFailed() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.configurationFailed();
    }
  }

  /** What was to run beside the process has failed, which ends everything. */
  record CompanionFailed(int status) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.leave(status);
    }
  }
}
