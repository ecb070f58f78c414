package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.time.Duration;

/** Something that a decision wants done. Performed by a method for {@link Input}'s reason. */
sealed interface Effect {
  /** Does it, or rather has it done. */
  void perform(Performer performer);

  /** Does what is decided, one method for each effect. */
  interface Performer {
    void start(String process);

    void signalProcess(String process, Signal signal);

    void signalGroup(String process, Signal signal);

    void leaveGroup(String process);

    void signalEveryone(Signal signal);

    void setDeadline(Deadline deadline, Duration delay);

    void extendDeadline(Deadline deadline, Duration delay);

    void clearDeadline(Deadline deadline);

    void markRunning(String process, int pid);

    void markStopping(String process);

    void markStopped(String process);

    void watch(String process, Watching what);

    void drain(String process, ChildCommand command, Duration within);

    void help(String process, ChildCommand command);

    void configure(String configuration, Step step);

    void tellByCommand(String configuration, ChildCommand command);

    void say(String message);

    void reload();

    void exit(int status);
  }

  /** What is looked at of a running process. */
  enum Watching {
    /** Whether it is ready. */
    READINESS,
    /** Whether it is ready, from a first answer that is asked for now. */
    READINESS_ANEW,
    /** Whether it is alive. */
    LIVENESS,
    /** Nothing while it is suspended. */
    PAUSED,
    /** The same as before it was suspended. */
    RESUMED,
    /** Nothing any more. */
    NOTHING
  }

  /** What can be done with a configuration. */
  enum Step {
    /** Prepare what is new beside the target. */
    STAGE,
    /** Have what is prepared judged. */
    CHECK,
    /** End the command that judges, or that tells. */
    STOP_COMMAND,
    /** Bring what is prepared, or what is new, to the target. */
    SWITCH,
    /** Take note that the new version works. */
    KEEP,
    /** Bring the version before back to the target. */
    ROLL_BACK
  }

  /** Start a process. */
  record Start(String process) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.start(process);
    }
  }

  /** Send a signal to a process alone. */
  record SignalProcess(String process, Signal signal) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.signalProcess(process, signal);
    }
  }

  /** Send a signal to a process and all that it left in its group. */
  record SignalGroup(String process, Signal signal) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.signalGroup(process, signal);
    }
  }

  /** Let those whom a process has left in its group go their own way. */
  record LeaveGroup(String process) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.leaveGroup(process);
    }
  }

  /** Send a signal to every child that is left, ours or adopted, and tell when none is. */
  record SignalEveryone(Signal signal) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.signalEveryone(signal);
    }
  }

  /** Tell when a time has passed, in place of what was set before for the same. */
  record SetDeadline(Deadline deadline, Duration delay) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.setDeadline(deadline, delay);
    }
  }

  /** Have what was set come not before a time has passed. */
  record ExtendDeadline(Deadline deadline, Duration delay) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.extendDeadline(deadline, delay);
    }
  }

  /** Forget a deadline. */
  record ClearDeadline(Deadline deadline) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.clearDeadline(deadline);
    }
  }

  /** A process runs, for all who look from outside. */
  record MarkRunning(String process, int pid) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.markRunning(process, pid);
    }
  }

  /** A process is about to end, for what runs beside it. */
  record MarkStopping(String process) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.markStopping(process);
    }
  }

  /** A process does not run any more, for all who look from outside. */
  record MarkStopped(String process) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.markStopped(process);
    }
  }

  /** Look at something of a running process, in place of what was looked at before. */
  record Watch(String process, Watching what) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.watch(process, what);
    }
  }

  /** Run what comes before the first signal to a process, and tell when it has ended. */
  record RunDrain(String process, ChildCommand command, Duration within) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.drain(process, command, within);
    }
  }

  /** Run what is to help a process that is not alive; nobody waits for it. */
  record RunHelp(String process, ChildCommand command) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.help(process, command);
    }
  }

  /** Do a step with a configuration. */
  record Configure(String configuration, Step step) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.configure(configuration, step);
    }
  }

  /** Run what tells others of a new configuration, and tell when it has ended. */
  record TellByCommand(String configuration, ChildCommand command) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.tellByCommand(configuration, command);
    }
  }

  /** Tell people. */
  record Say(String message) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.say(message);
    }
  }

  /** Read the file anew. */
  record Reload() implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.reload();
    }
  }

  /** End supervision with a status. */
  record Exit(int status) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.exit(status);
    }
  }
}
