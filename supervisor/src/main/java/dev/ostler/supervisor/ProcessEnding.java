package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.LeaveGroup;
import dev.ostler.supervisor.Effect.MarkStopping;
import dev.ostler.supervisor.Effect.RunDrain;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Watch;
import dev.ostler.supervisor.Effect.Watching;
import java.time.Duration;
import java.util.Optional;

/** Decides on how one process, and whom it leaves in its group, is brought to an end. */
final class ProcessEnding {
  /** Those who were sent KILL and are not gone by then sleep where it does not reach them. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private final ProcessLife life;
  private Optional<Signal> request = Optional.empty();
  private boolean stuck;

  ProcessEnding(ProcessLife life) {
    this.life = life;
  }

  private String name() {
    return life.name();
  }

  private Stopping stopping() {
    return life.policy().stopping();
  }

  private boolean isOfWholeGroup() {
    return stopping().whom() == Stopping.Whom.GROUP;
  }

  /** What asks it to end in place of its own way. */
  void by(Signal signal) {
    request = Optional.of(signal);
  }

  /** It is not looked at any more. */
  private void leaveAlone() {
    life.emit(new MarkStopping(name()));
    life.emit(new Watch(name(), Watching.NOTHING));
    life.emit(new ClearDeadline(life.readyDeadline()));
  }

  void begin() {
    leaveAlone();
    life.become(life.state().withReady(false));
    if (stopping().drain().isPresent() && !life.state().frozen()) {
      Stopping.Drain drain = stopping().drain().get();
      if (drain.command().isPresent()) {
        life.emit(new RunDrain(name(), drain.command().get(), drain.within()));
      }
      life.limit(drain.within());
      life.enter(Phase.DRAINING);
    } else {
      takeStep(0);
    }
  }

  /** The drain's command has ended. */
  void drained() {
    if (life.isAt(Phase.DRAINING)) {
      takeStep(0);
    }
  }

  private void takeStep(int number) {
    Stopping.Step step = stopping().steps().get(number);
    boolean first = number == 0 && request.isPresent();
    life.emit(new SignalProcess(name(), first ? request.get() : step.signal()));
    // A stopped process does not react to anything else.
    life.emit(
        life.state().frozen()
            ? new SignalGroup(name(), Signal.CONT)
            : new SignalProcess(name(), Signal.CONT));
    life.limit(step.within());
    life.become(life.state().atStep(number).withFrozen(false));
    life.enter(Phase.STOPPING);
  }

  /** The process has ended; whom it has left in its group gets the same chance to end. */
  void ended() {
    if (isOfWholeGroup()) {
      life.emit(new SignalGroup(name(), stopping().signal()));
    }
    life.emit(new SignalGroup(name(), Signal.CONT));
    life.become(life.state().withReady(false).withFrozen(false));
    if (life.isAt(Phase.UP)) {
      leaveAlone();
      clearGroup(Phase.CLEARING);
    } else if (life.isAt(Phase.DRAINING)) {
      clearGroup(Phase.STOPPING);
    }
    if (!isOfWholeGroup()) {
      life.emit(new LeaveGroup(name()));
    }
  }

  private void clearGroup(Phase next) {
    life.limit(stopping().grace());
    life.become(life.state().atStep(stopping().steps().size() - 1));
    life.enter(next);
  }

  /** Nobody of the group is left. */
  void isOver() {
    stuck = false;
  }

  /** The time for what was tried last is over. */
  void deadlinePassed(boolean leaving) {
    switch (life.phase()) {
      case DRAINING -> takeStep(0);
      case STOPPING -> {
        int next = life.state().step() + 1;
        if (next < stopping().steps().size()) {
          takeStep(next);
        } else {
          killGroup(Phase.KILLING);
        }
      }
      case CLEARING -> killGroup(Phase.CLEARING_BY_KILL);
      case KILLING, CLEARING_BY_KILL -> {
        // KILL waits where a process sleeps uninterruptibly, and a dead member of the group stays
        // for as long as a parent outside the group does not ask for its status: that parent can
        // be ended only with everyone.
        stuck = leaving;
        if (!leaving) {
          life.say("waiting for processes that are not gone although they were killed");
          life.limit(AFTER_KILL);
        }
      }
      case DOWN, WAITING, STARTING, UP -> {} // nothing was tried
    }
  }

  /** Whether not even KILL has ended it although everything ends. */
  boolean isStuck() {
    return stuck;
  }

  /** Waits no longer for what was asked to end. */
  void hurry() {
    switch (life.phase()) {
      case DRAINING, STOPPING -> killGroup(Phase.KILLING);
      case CLEARING -> killGroup(Phase.CLEARING_BY_KILL);
      case DOWN, WAITING, STARTING, UP, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  private void killGroup(Phase next) {
    life.say("killing what has not ended");
    if (isOfWholeGroup()) {
      life.emit(new SignalGroup(name(), Signal.KILL));
    } else {
      life.emit(new SignalProcess(name(), Signal.KILL));
      life.emit(new LeaveGroup(name())); // it may have ended before that was wanted
    }
    life.limit(AFTER_KILL);
    life.enter(next);
  }
}
