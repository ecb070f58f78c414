package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.time.Duration;

/** Something that a decision wants done. Performed by a method for {@link Input}'s reason. */
sealed interface Effect {
  /** Does it, or rather has it done. */
  void perform(Performer performer);

  /** Does what is decided, one method for each effect. */
  interface Performer {
    void start();

    void signalProcess(Signal signal);

    void signalGroup(Signal signal);

    void signalEveryone(Signal signal);

    void setDeadline(Duration delay);

    void clearDeadline();

    void updateConfiguration();

    void markRunning(int pid);

    void markStopping();

    void markStopped();

    void say(String message);

    void exit(int status);
  }

  /** Start the process. */
  record Start() implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.start();
    }
  }

  /** Send a signal to the process alone. */
  record SignalProcess(Signal signal) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.signalProcess(signal);
    }
  }

  /** Send a signal to the process and all that it left in its group. */
  record SignalGroup(Signal signal) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.signalGroup(signal);
    }
  }

  /** Send a signal to every child that is left, ours or adopted, and tell when none is. */
  record SignalEveryone(Signal signal) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.signalEveryone(signal);
    }
  }

  /** Tell when a time has passed, in place of what was set before. */
  record SetDeadline(Duration delay) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.setDeadline(delay);
    }
  }

  /** Forget the deadline. */
  record ClearDeadline() implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.clearDeadline();
    }
  }

  /** Bring the configuration to its target. */
  record UpdateConfiguration() implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.updateConfiguration();
    }
  }

  /** The process runs, for all who look from outside. */
  record MarkRunning(int pid) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.markRunning(pid);
    }
  }

  /** The process was asked to end, for what runs beside it. */
  record MarkStopping() implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.markStopping();
    }
  }

  /** The process does not run any more, for all who look from outside. */
  record MarkStopped() implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.markStopped();
    }
  }

  /** Tell people. */
  record Say(String message) implements Effect {
    @Override
    public void perform(Performer performer) {
      performer.say(message);
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
