package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/*
 * Told by a method rather than by a switch over the types: the first pattern switch of a virtual
 * machine takes about ten milliseconds, and the first input comes before the child may start. The
 * compiler insists on an answer to every input all the same.
 */
/** Everything that can happen to what a supervisor looks after. */
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
  record SuspensionSet(Set<String> processes, boolean suspended, SetBy by) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.suspensionSet(processes, suspended, by);
    }
  }

  /** Somebody asked to start or to stop for good. */
  record StartSet(Set<String> processes, boolean started, SetBy by) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.startSet(processes, started, by);
    }
  }

  /** Somebody asked for a stop and a start. */
  record RestartRequested(Set<String> processes, SetBy by) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.restartRequested(processes, by);
    }
  }

  /** Somebody asked for a signal to processes. */
  record SignalRequested(Set<String> processes, Signal signal) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.signalRequested(processes, signal);
    }
  }

  /** A process runs. */
  record Started(String process, int pid) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).started(pid);
    }
  }

  /** A process could not be started. */
  record FailedToStart(String process, String reason, int shellStatus) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).failedToStart(reason, shellStatus);
    }
  }

  /** A process has ended; others of its group may be left. */
  record Ended(String process, ChildExit exit, Duration ran) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).ended(exit, ran);
    }
  }

  /** Nobody of a process's group is left. */
  record GroupEnded(String process) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).groupEnded();
    }
  }

  /** What comes before the first signal has ended. */
  record Drained(String process) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).drained();
    }
  }

  /** A process was found to be ready. */
  record BecameReady(String process) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).ready();
    }
  }

  /** A process was found not to be ready any more. */
  record NotReady(String process) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).notReady();
    }
  }

  /** A process wants more time to become ready or to end, from now on. */
  record MoreTimeWanted(String process, Duration time) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.touch(process).moreTimeWanted(time);
    }
  }

  /** A process was found not to be alive although it runs. */
  record NotAlive(String process, String reason) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.notAlive(process, reason);
    }
  }

  /** No child of any kind is left. */
  record NobodyLeft() implements Input {
    @Override
    public void tell(Machine machine) {
      machine.nobodyLeft();
    }
  }

  /**
   * A time that was set has passed.
   *
   * @param trouble why a process is not ready, as far as that is known
   */
  record DeadlinePassed(Deadline deadline, Optional<String> trouble) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.deadlinePassed(deadline, trouble);
    }
  }

  /** A configuration's target was found to have a version that was never kept. */
  record Unproven(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).unproven();
    }
  }

  /** The target has a valid version from before; the source may have a newer one. */
  record KeptBefore(String configuration, boolean hasSource) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).keptBefore(hasSource);
    }
  }

  /** A configuration is watched anew; whatever was under way is forgotten. */
  record Reopened(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.reopened(configuration);
    }
  }

  /** A configuration's source has new content. */
  record ConfigurationChanged(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).changed();
    }
  }

  /** A configuration's source is gone. */
  record SourceRemoved(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).removed();
    }
  }

  /** A configuration's source has nothing that can be used. */
  record NothingNew(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).nothingNew();
    }
  }

  /** The new version lies beside the target. */
  record ConfigurationStaged(String configuration, boolean differs) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).staged(differs);
    }
  }

  /** The new version was judged. */
  record ConfigurationChecked(String configuration, boolean good, String reason) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).checked(good, reason);
    }
  }

  /** The configuration was brought to its target. */
  record ConfigurationUpdated(String configuration, boolean differs, Action action)
      implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).updated(differs, action);
    }
  }

  /**
   * What was to be staged or put in place had been replaced by then; the newer version is told of.
   *
   * @param configuration its name
   */
  record ConfigurationOvertaken(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).overtaken();
    }
  }

  /**
   * The configuration could not be brought to its target.
   *
   * @param passing whether that may be otherwise later
   */
  record ConfigurationRefused(String configuration, boolean passing) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).refused(passing);
    }
  }

  /** The command that tells of a new version has ended. */
  record UsersTold(String configuration, boolean success, String how) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).told(success, how);
    }
  }

  /** The version before lies at the target again. */
  record RolledBack(String configuration) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.pipeline(configuration).rolledBack();
    }
  }

  /** What was to run beside a process has failed, which ends everything. */
  record CompanionFailed(int status) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.leave(status);
    }
  }

  /** The file says something else now. */
  record SetupChanged(Setup setup, Set<String> configured) implements Input {
    @Override
    public void tell(Machine machine) {
      machine.follow(setup, configured);
    }
  }
}
