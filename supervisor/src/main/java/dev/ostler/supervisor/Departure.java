package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalEveryone;
import java.util.List;
import java.util.Optional;

/** How everything comes to its end: why, with which status, how fast, and who is left at last. */
final class Departure {
  private static final int FAILED = 1;
  private static final Deadline DEADLINE = new Deadline(Deadline.Kind.END, "");

  private enum Ending {
    /** Processes run, or are being stopped. */
    NOT_YET,
    /** All processes have ended; whatever else is left was asked to. */
    ASKED,
    /** It was killed. */
    KILLED
  }

  private final ProcessMachines processes;
  private final List<Effect> effects;
  private boolean underWay;
  private boolean requested;
  private boolean hurried;

  /** Empty for that of the only process, which may yet run. */
  private Optional<Integer> status = Optional.empty();

  private Ending ending = Ending.NOT_YET;

  Departure(ProcessMachines processes, List<Effect> effects) {
    this.processes = processes;
    this.effects = effects;
  }

  /** Whether all processes are to end, for good. */
  boolean isUnderWay() {
    return underWay;
  }

  /** Whether whoever still ends is not waited for. */
  boolean isHurried() {
    return hurried;
  }

  /** Whether no process is left, and only strangers are waited for. */
  boolean isAfterAll() {
    return ending != Ending.NOT_YET;
  }

  /** The first reason to leave decides the status. */
  void leave(int why) {
    if (!underWay) {
      underWay = true;
      status = Optional.of(why);
      processes.attention().addAll();
    }
  }

  /**
   * The first request stops in order, a further one hurries.
   *
   * @param signal what asks the processes instead of what asks each by its policy
   */
  void request(Optional<Signal> signal, Setup.End end) {
    if (requested) {
      hurry();
      return;
    }
    if (!underWay) {
      status = statusWhenStopped(end);
    }
    underWay = true;
    requested = true;
    processes.attention().addAll();
    if (signal.isPresent()) {
      for (ProcessMachine process : processes.all()) {
        process.stopBy(signal.get());
      }
    }
  }

  /** A process that we had suspended or put on standby has no status that would tell anything. */
  private Optional<Integer> statusWhenStopped(Setup.End end) {
    if (end.status().isPresent()) {
      return end.status();
    }
    return processes.all().size() > 1 || processes.first().state().isEnding()
        ? Optional.of(0)
        : Optional.empty();
  }

  /** Who was asked is killed; who still waited to be asked is asked now. */
  private void hurry() {
    hurried = true;
    if (ending == Ending.NOT_YET) {
      processes.attention().addAll();
      for (ProcessMachine process : processes.all()) {
        process.hurry();
      }
    } else if (ending == Ending.ASKED) {
      killEveryone();
    }
  }

  /** When all processes are down, whatever they left behind outside their groups is next. */
  void look(Setup.End end, Goals goals) {
    if (!underWay && end.whenIdle() && isIdle(goals)) {
      leave(haveAllSucceeded() ? 0 : FAILED);
    }
    if (underWay && ending == Ending.NOT_YET && areAllDown()) {
      effects.add(new SignalEveryone(Signal.TERM));
      effects.add(new SetDeadline(DEADLINE, end.grace()));
      ending = Ending.ASKED;
    }
  }

  private boolean isIdle(Goals goals) {
    for (String name : processes.names()) {
      ProcessState state = processes.get(name).state();
      boolean over = state.over().isPresent() || !processes.claims(name).started().holds();
      if (!state.isDown() || !(over || goals.isHeldForGood(name))) {
        return false;
      }
    }
    return true;
  }

  /** Who was stopped by somebody is no failure; who never came to run is one. */
  private boolean haveAllSucceeded() {
    for (String name : processes.names()) {
      Claim started = processes.claims(name).started();
      boolean wasStopped = !started.holds() && !(started.by() instanceof SetBy.Itself);
      if (!wasStopped && !processes.get(name).hasSucceeded()) {
        return false;
      }
    }
    return true;
  }

  /** Those whom not even KILL ends are nobody that one could wait for. */
  private boolean areAllDown() {
    boolean stuck = false;
    for (ProcessMachine process : processes.all()) {
      if (!process.state().isDown()) {
        if (!process.isStuck()) {
          return false;
        }
        stuck = true;
      }
    }
    if (stuck) {
      killEveryone();
      return false;
    }
    return true;
  }

  /** Nobody outlives us. */
  void killEveryone() {
    effects.add(new SignalEveryone(Signal.KILL));
    effects.add(new ClearDeadline(DEADLINE));
    ending = Ending.KILLED;
  }

  void nobodyLeft() {
    if (ending != Ending.NOT_YET) {
      effects.add(new Exit(status.isPresent() ? status.get() : statusOfTheOnly()));
    }
  }

  private int statusOfTheOnly() {
    ProcessMachine only = processes.first();
    return only.state().lastExit().isPresent()
        ? only.policy().exits().passedOn(only.state().lastExit().get().shellStatus())
        : 0;
  }
}
