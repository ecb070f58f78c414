package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.ExtendDeadline;
import dev.ostler.supervisor.Effect.MarkRunning;
import dev.ostler.supervisor.Effect.MarkStopped;
import dev.ostler.supervisor.Effect.RunHelp;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.Effect.Watch;
import dev.ostler.supervisor.Effect.Watching;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/*
 * A process that has come down is never started from here: whoever looks after all of them says the
 * goal anew after every input, and a goal of RUN starts it.
 */
/** Decides on the life of one process. */
final class ProcessMachine {
  private final ProcessLife life;
  private final ProcessEnding ending;
  private final ProcessRestart restart;
  private boolean anew;

  /** Whether it is to be stopped and started as soon as those that follow it allow it. */
  private boolean toRestart;

  private boolean hasBeenReady;

  /** What was wrong with its last run, or start, when it did not end by itself. */
  private Optional<String> fault = Optional.empty();

  ProcessMachine(
      ProcessSetup setup, ProcessState initial, List<Effect> effects, DoubleSupplier chance) {
    this.life = new ProcessLife(setup, initial, effects);
    this.ending = new ProcessEnding(life);
    this.restart = new ProcessRestart(life, chance);
  }

  String name() {
    return life.name();
  }

  ProcessState state() {
    return life.state();
  }

  Policy policy() {
    return life.policy();
  }

  /** Whether it has ended for good, with success. */
  boolean hasCompleted() {
    return state().over().isPresent()
        && (state().over().get() == 0 || policy().exits().success().contains(state().over().get()));
  }

  /**
   * Whether it has ended as it should: a success, and not one that was to be followed by a restart.
   */
  boolean hasSucceeded() {
    return isDone() || (hasCompleted() && policy().restart().when() != RestartPolicy.When.ALWAYS);
  }

  /** What is said of one that is not started again. */
  String verdict() {
    return switch (policy().restart().when()) {
      case ALWAYS, ON_FAILURE -> hasSucceeded() ? "has ended for good" : "was given up";
      case NEVER, ON_REQUEST -> "has ended for good";
    };
  }

  /** What was wrong with it when it did not end by itself. */
  Optional<String> fault() {
    return fault;
  }

  /** Whether it was a job, and it is done. */
  boolean isDone() {
    return policy().traits().oneShot() && hasCompleted();
  }

  /** From the next decision on. */
  void follow(Policy other) {
    boolean wasDone = isDone();
    life.follow(other);
    if (wasDone && !isDone()) {
      renew(); // it is a job no more, or that is no success any more
    }
    if (policy().readyWithin().isEmpty() && life.isAt(Phase.UP) && !state().ready()) {
      life.emit(new ClearDeadline(life.readyDeadline()));
      if (!policy().traits().oneShot()) {
        ready(); // for it runs
      }
    }
  }

  /** Says what is wanted; returns whether that changed anything. */
  boolean want(Goal goal) {
    ProcessState before = state();
    life.become(state().withGoal(goal));
    switch (life.phase()) {
      case DOWN -> {
        if (goal == Goal.RUN && state().over().isEmpty()) {
          start();
        }
      }
      case WAITING -> {
        if (goal == Goal.REST) {
          cutBackOff();
        }
      }
      case UP -> {
        if (goal == Goal.REST) {
          ending.begin();
        }
      }
      // What was begun is ended first; then the goal is said again.
      case STARTING, DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
    return life.phase() != before.phase();
  }

  /** What asks it to end in place of its own way. */
  void stopBy(Signal signal) {
    ending.by(signal);
  }

  /** Whether this run of it has come so far that it can take signals; it may be unready again. */
  boolean hasBeenReady() {
    return life.isAt(Phase.UP) && hasBeenReady;
  }

  private void start() {
    hasBeenReady = false;
    fault = Optional.empty();
    life.emit(new Start(name()));
    life.become(state().asStarted());
  }

  /** Forgets that it has ended for good, and how often it was restarted. */
  void renew() {
    life.become(state().withOver(Optional.empty()).withRestarts(0));
    if (state().isDown()) {
      life.become(state().withReady(false)); // until it has completed once more
    }
  }

  /** Somebody wants it now: it does not wait for its next restart any more. */
  void hasten() {
    if (life.isAt(Phase.WAITING)) {
      renew();
      cutBackOff();
    }
  }

  /** Unless it is to rest, its goal then starts it. */
  private void cutBackOff() {
    life.clearLimit();
    life.enter(Phase.DOWN);
  }

  void started(int pid) {
    life.emit(new MarkRunning(name(), pid));
    life.enter(Phase.UP);
    if (anew) {
      anew = false;
      ending.begin(); // it may have read what is not to be read any more
    } else if (policy().readyWithin().isPresent()) {
      limitReadiness();
      life.emit(new Watch(name(), Watching.READINESS));
    } else if (!policy().traits().oneShot()) {
      hasBeenReady = true;
      life.become(state().withReady(true));
      life.emit(new Watch(name(), Watching.LIVENESS));
    }
  }

  void failedToStart(String reason, int shellStatus) {
    anew = false;
    life.enter(Phase.DOWN);
    fault = Optional.of(reason);
    life.say(reason);
    if (state().goal() != Goal.REST) {
      restart.afterFailure(shellStatus);
    }
  }

  void ready() {
    if (life.isAt(Phase.UP)) {
      if (!state().ready()) {
        life.emit(new ClearDeadline(life.readyDeadline()));
        life.emit(new Watch(name(), Watching.LIVENESS));
      }
      hasBeenReady = true;
      life.become(state().withReady(true));
    }
  }

  void notReady() {
    life.become(state().withReady(false));
  }

  /** Asks whether it is ready, though it was before. */
  void askAnew() {
    if (life.isAt(Phase.UP)) {
      life.emit(new Watch(name(), Watching.READINESS_ANEW));
    }
  }

  void readyDeadlinePassed(Optional<String> trouble) {
    if (life.isAt(Phase.UP) && !state().ready() && !state().frozen()) {
      String time = Times.inWords(policy().readyWithin().orElseThrow());
      fail("is not ready after " + time + trouble.map(why -> ": " + why).orElse(""));
    }
  }

  /** Never less than it has anyway. */
  void moreTimeWanted(Duration time) {
    switch (life.phase()) {
      case UP -> {
        if (!state().ready() && !state().frozen() && policy().readyWithin().isPresent()) {
          life.emit(new ExtendDeadline(life.readyDeadline(), time));
        }
      }
      case DRAINING, STOPPING -> life.emit(new ExtendDeadline(life.phaseDeadline(), time));
      case DOWN, WAITING, STARTING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  /** Stops it for a fault of its own. */
  private void fail(String how) {
    fault = Optional.of("it " + how);
    life.say(how);
    life.become(state().withFailing(true));
    ending.begin();
  }

  /** Returns whether everything is to be stopped for it. */
  boolean unhealthy(String reason) {
    if (!life.isAt(Phase.UP) || state().frozen()) {
      return false;
    }
    return switch (policy().unhealthy()) {
      case Unhealthy.Restart _ -> {
        fail("is not alive: " + reason);
        yield false;
      }
      case Unhealthy.Ignore _ -> told(reason);
      case Unhealthy.StopEverything _ -> {
        told(reason);
        yield true;
      }
      case Unhealthy.Send send -> {
        life.emit(new SignalProcess(name(), send.signal()));
        yield told(reason);
      }
      case Unhealthy.Run run -> {
        life.emit(new RunHelp(name(), run.command()));
        yield told(reason);
      }
    };
  }

  private boolean told(String reason) {
    life.say("is not alive: " + reason);
    return false;
  }

  /** As {@link #restartOnRequest}, but who runs waits for {@link #restartIfDue}. */
  void restartInOrder() {
    if (life.isAt(Phase.UP)) {
      renew();
      toRestart = true;
    } else {
      restartOnRequest();
    }
  }

  /** Whether it is about to be stopped and started. */
  boolean isToRestart() {
    return toRestart || anew;
  }

  /** It is its turn to be restarted; returns whether that changed anything. */
  boolean restartIfDue() {
    boolean due = toRestart && life.isAt(Phase.UP);
    if (due) {
      ending.begin();
    }
    return due;
  }

  /** Stops it to start it again, which its goal then does. */
  void restartOnRequest() {
    renew();
    switch (life.phase()) {
      case UP -> ending.begin();
      case WAITING -> cutBackOff();
      case STARTING, CLEARING, CLEARING_BY_KILL -> anew = true; // as soon as that is over
      case DOWN, DRAINING, STOPPING, KILLING -> {} // its goal starts it again
    }
  }

  /** The drain's command has ended. */
  void drained() {
    ending.drained();
  }

  /** Suspends it in its tracks, or lets it go on. */
  void freeze(boolean frozen) {
    if (life.isAt(Phase.UP) && state().frozen() != frozen) {
      life.emit(new Watch(name(), frozen ? Watching.PAUSED : Watching.RESUMED));
      life.emit(new SignalGroup(name(), frozen ? Signal.STOP : Signal.CONT));
      life.become(state().withFrozen(frozen));
      limitReadiness();
    }
  }

  /** Who is frozen cannot become ready, and has its time anew when it goes on. */
  private void limitReadiness() {
    if (!state().ready() && policy().readyWithin().isPresent()) {
      life.emit(
          state().frozen()
              ? new ClearDeadline(life.readyDeadline())
              : new SetDeadline(life.readyDeadline(), policy().readyWithin().get()));
    }
  }

  void signalRequested(Signal signal) {
    switch (life.phase()) {
      // What was asked for before this signal came is done by now: there is a process to take it.
      case STARTING, UP, DRAINING, STOPPING ->
          life.emit(
              policy().traits().wholeGroup()
                  ? new SignalGroup(name(), signal)
                  : new SignalProcess(name(), signal));
      case DOWN, WAITING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  void ended(ChildExit exit, Duration ran) {
    life.become(state().withLastExit(exit));
    if (ran.compareTo(policy().restart().stableAfter()) >= 0) {
      life.become(state().withRestarts(0));
    }
    ending.ended();
  }

  void groupEnded() {
    boolean byItself = life.isAt(Phase.CLEARING) || life.isAt(Phase.CLEARING_BY_KILL);
    life.emit(new MarkStopped(name()));
    if (state().isDown()) {
      return; // with everyone else
    }
    life.clearLimit();
    life.enter(Phase.DOWN);
    ending.isOver();
    if (anew || toRestart) {
      anew = false;
      toRestart = false;
      life.become(state().withFailing(false));
    } else if (state().failing()) {
      life.become(state().withFailing(false));
      if (state().goal() != Goal.REST) {
        restart.afterFault();
      }
    } else if (byItself && state().goal() != Goal.REST) {
      restart.after(state().lastExit().orElseThrow());
    }
  }

  void deadlinePassed(boolean leaving) {
    if (life.isAt(Phase.WAITING)) {
      life.enter(Phase.DOWN);
    } else {
      ending.deadlinePassed(leaving);
    }
  }

  /** Whether not even KILL has ended it although everything ends. */
  boolean isStuck() {
    return ending.isStuck();
  }

  /** Waits no longer for what was asked to end. */
  void hurry() {
    ending.hurry();
  }
}
