package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.ExtendDeadline;
import dev.ostler.supervisor.Effect.LeaveGroup;
import dev.ostler.supervisor.Effect.MarkRunning;
import dev.ostler.supervisor.Effect.MarkStopped;
import dev.ostler.supervisor.Effect.MarkStopping;
import dev.ostler.supervisor.Effect.RunDrain;
import dev.ostler.supervisor.Effect.RunHelp;
import dev.ostler.supervisor.Effect.Say;
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
  /** Those who were sent KILL and are not gone by then sleep where it does not reach them. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private static final int FAILED = 1;

  private final String name;
  private final List<Effect> effects;
  private final DoubleSupplier chance;
  private Policy policy;
  private ProcessState state;
  private Optional<Signal> request = Optional.empty();
  private boolean stuck;
  private boolean anew;
  private boolean hasBeenReady;

  ProcessMachine(
      ProcessSetup setup, ProcessState initial, List<Effect> effects, DoubleSupplier chance) {
    this.name = setup.name();
    this.policy = setup.policy();
    this.state = initial;
    this.effects = effects;
    this.chance = chance;
  }

  String name() {
    return name;
  }

  ProcessState state() {
    return state;
  }

  Policy policy() {
    return policy;
  }

  /** Whether it has ended for good, with success. */
  boolean hasCompleted() {
    return state.over().isPresent()
        && (state.over().get() == 0 || policy.exits().success().contains(state.over().get()));
  }

  /** Whether it was a job, and it is done. */
  boolean isDone() {
    return policy.traits().oneShot() && hasCompleted();
  }

  /** From the next decision on. */
  void follow(Policy other) {
    boolean wasDone = isDone();
    policy = other;
    if (wasDone && !isDone()) {
      renew(); // it is a job no more, or that is no success any more
    }
    if (policy.readyWithin().isEmpty() && state.phase() == Phase.UP && !state.ready()) {
      emit(new ClearDeadline(readyDeadline()));
      if (!policy.traits().oneShot()) {
        ready(); // for it runs
      }
    }
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private Deadline phaseDeadline() {
    return new Deadline(Deadline.Kind.PHASE, name);
  }

  private Deadline readyDeadline() {
    return new Deadline(Deadline.Kind.READY, name);
  }

  private void enter(Phase phase) {
    state = state.in(phase);
  }

  private void say(String message) {
    emit(new Say(name.equals(Setup.ONLY) ? message : name + ": " + message));
  }

  /** What the process is called in a message about its end. */
  private void sayExit(ChildExit exit) {
    emit(new Say((name.equals(Setup.ONLY) ? "the process " : name + " ") + exit.description()));
  }

  /** Says what is wanted; returns whether that changed anything. */
  boolean want(Goal goal) {
    ProcessState before = state;
    state = state.withGoal(goal);
    switch (state.phase()) {
      case DOWN -> {
        if (goal == Goal.RUN && state.over().isEmpty()) {
          start();
        }
      }
      case WAITING -> {
        if (goal == Goal.REST) {
          emit(new ClearDeadline(phaseDeadline()));
          enter(Phase.DOWN);
        }
      }
      case UP -> {
        if (goal == Goal.REST) {
          stop();
        }
      }
      // What was begun is ended first; then the goal is said again.
      case STARTING, DRAINING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
    return state.phase() != before.phase();
  }

  /** What asks it to end in place of its own way. */
  void stopBy(Signal signal) {
    request = Optional.of(signal);
  }

  /** Whether this run of it has come so far that it can take signals; it may be unready again. */
  boolean hasBeenReady() {
    return state.phase() == Phase.UP && hasBeenReady;
  }

  private void start() {
    hasBeenReady = false;
    emit(new Start(name));
    state = state.asStarted();
  }

  /** Forgets that it has ended for good, and how often it was restarted. */
  void renew() {
    state = state.withOver(Optional.empty()).withRestarts(0);
    if (state.isDown()) {
      state = state.withReady(false); // until it has completed once more
    }
  }

  void started(int pid) {
    emit(new MarkRunning(name, pid));
    enter(Phase.UP);
    if (anew) {
      anew = false;
      stop(); // it may have read what is not to be read any more
    } else if (policy.readyWithin().isPresent()) {
      limitReadiness();
      emit(new Watch(name, Watching.READINESS));
    } else if (!policy.traits().oneShot()) {
      hasBeenReady = true;
      state = state.withReady(true);
      emit(new Watch(name, Watching.LIVENESS));
    }
  }

  void failedToStart(String reason, int shellStatus) {
    anew = false;
    enter(Phase.DOWN);
    say(reason);
    if (state.goal() != Goal.REST) {
      switch (policy.restart().when()) {
        case ALWAYS, ON_FAILURE -> restart(shellStatus);
        case NEVER, ON_REQUEST -> end(shellStatus);
      }
    }
  }

  private void end(int status) {
    state = state.withOver(Optional.of(status));
  }

  void ready() {
    if (state.phase() == Phase.UP) {
      if (!state.ready()) {
        emit(new ClearDeadline(readyDeadline()));
        emit(new Watch(name, Watching.LIVENESS));
      }
      hasBeenReady = true;
      state = state.withReady(true);
    }
  }

  void notReady() {
    state = state.withReady(false);
  }

  /** Asks whether it is ready, though it was before. */
  void askAnew() {
    if (state.phase() == Phase.UP) {
      emit(new Watch(name, Watching.READINESS_ANEW));
    }
  }

  void readyDeadlinePassed() {
    if (state.phase() == Phase.UP && !state.ready() && !state.frozen()) {
      fail("is not ready after " + Times.inWords(policy.readyWithin().orElseThrow()));
    }
  }

  /** Never less than it has anyway. */
  void moreTimeWanted(Duration time) {
    switch (state.phase()) {
      case UP -> {
        if (!state.ready() && !state.frozen() && policy.readyWithin().isPresent()) {
          emit(new ExtendDeadline(readyDeadline(), time));
        }
      }
      case DRAINING, STOPPING -> emit(new ExtendDeadline(phaseDeadline(), time));
      case DOWN, WAITING, STARTING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  /** Stops it for a fault of its own. */
  private void fail(String how) {
    say(how);
    state = state.withFailing(true);
    stop();
  }

  /** Returns whether everything is to be stopped for it. */
  boolean unhealthy(String reason) {
    if (state.phase() != Phase.UP || state.frozen()) {
      return false;
    }
    return switch (policy.unhealthy()) {
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
        emit(new SignalProcess(name, send.signal()));
        yield told(reason);
      }
      case Unhealthy.Run run -> {
        emit(new RunHelp(name, run.command()));
        yield told(reason);
      }
    };
  }

  private boolean told(String reason) {
    say("is not alive: " + reason);
    return false;
  }

  /** Stops it to start it again, which its goal then does. */
  void restartOnRequest() {
    renew();
    switch (state.phase()) {
      case UP -> stop();
      case WAITING -> {
        emit(new ClearDeadline(phaseDeadline()));
        enter(Phase.DOWN);
      }
      case STARTING, CLEARING, CLEARING_BY_KILL -> anew = true; // as soon as that is over
      case DOWN, DRAINING, STOPPING, KILLING -> {} // its goal starts it again
    }
  }

  private void stop() {
    emit(new MarkStopping(name));
    emit(new Watch(name, Watching.NOTHING));
    emit(new ClearDeadline(readyDeadline()));
    state = state.withReady(false);
    if (policy.stopping().drain().isPresent() && !state.frozen()) {
      Stopping.Drain drain = policy.stopping().drain().get();
      if (drain.command().isPresent()) {
        emit(new RunDrain(name, drain.command().get(), drain.within()));
      }
      emit(new SetDeadline(phaseDeadline(), drain.within()));
      enter(Phase.DRAINING);
    } else {
      takeStep(0);
    }
  }

  /** The drain's command has ended. */
  void drained() {
    if (state.phase() == Phase.DRAINING) {
      takeStep(0);
    }
  }

  private void takeStep(int number) {
    Stopping.Step step = policy.stopping().steps().get(number);
    boolean first = number == 0 && request.isPresent();
    emit(new SignalProcess(name, first ? request.get() : step.signal()));
    // A stopped process does not react to anything else.
    emit(
        state.frozen() ? new SignalGroup(name, Signal.CONT) : new SignalProcess(name, Signal.CONT));
    emit(new SetDeadline(phaseDeadline(), step.within()));
    state = state.atStep(number).withFrozen(false);
    enter(Phase.STOPPING);
  }

  /** Suspends it in its tracks, or lets it go on. */
  void freeze(boolean frozen) {
    if (state.phase() == Phase.UP && state.frozen() != frozen) {
      emit(new Watch(name, frozen ? Watching.PAUSED : Watching.RESUMED));
      emit(new SignalGroup(name, frozen ? Signal.STOP : Signal.CONT));
      state = state.withFrozen(frozen);
      limitReadiness();
    }
  }

  /** Who is frozen cannot become ready, and has its time anew when it goes on. */
  private void limitReadiness() {
    if (!state.ready() && policy.readyWithin().isPresent()) {
      emit(
          state.frozen()
              ? new ClearDeadline(readyDeadline())
              : new SetDeadline(readyDeadline(), policy.readyWithin().get()));
    }
  }

  void signalRequested(Signal signal) {
    switch (state.phase()) {
      // What was asked for before this signal came is done by now: there is a process to take it.
      case STARTING, UP, DRAINING, STOPPING ->
          emit(
              policy.traits().wholeGroup()
                  ? new SignalGroup(name, signal)
                  : new SignalProcess(name, signal));
      case DOWN, WAITING, CLEARING, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  void ended(ChildExit exit, Duration ran) {
    state = state.withLastExit(exit);
    if (ran.compareTo(policy.restart().stableAfter()) >= 0) {
      state = state.withRestarts(0);
    }
    if (policy.stopping().whom() == Stopping.Whom.GROUP) {
      // Others of the group may be left; they get the same chance to end.
      emit(new SignalGroup(name, policy.stopping().signal()));
    }
    emit(new SignalGroup(name, Signal.CONT));
    state = state.withReady(false).withFrozen(false);
    if (state.phase() == Phase.UP) {
      emit(new MarkStopping(name));
      emit(new Watch(name, Watching.NOTHING));
      emit(new ClearDeadline(readyDeadline()));
      clearGroup(Phase.CLEARING);
    } else if (state.phase() == Phase.DRAINING) {
      clearGroup(Phase.STOPPING);
    }
    if (policy.stopping().whom() == Stopping.Whom.LEADER) {
      emit(new LeaveGroup(name));
    }
  }

  private void clearGroup(Phase next) {
    emit(new SetDeadline(phaseDeadline(), policy.stopping().grace()));
    state = state.atStep(policy.stopping().steps().size() - 1);
    enter(next);
  }

  void groupEnded() {
    boolean byItself = state.phase() == Phase.CLEARING || state.phase() == Phase.CLEARING_BY_KILL;
    emit(new MarkStopped(name));
    if (state.isDown()) {
      return; // with everyone else
    }
    emit(new ClearDeadline(phaseDeadline()));
    enter(Phase.DOWN);
    stuck = false;
    if (anew) {
      anew = false;
      state = state.withFailing(false);
    } else if (state.failing()) {
      state = state.withFailing(false);
      if (state.goal() != Goal.REST) {
        afterFailure(Math.max(FAILED, state.lastExit().map(ChildExit::shellStatus).orElse(0)));
      }
    } else if (byItself && state.goal() != Goal.REST) {
      endedByItself(state.lastExit().orElseThrow());
    }
  }

  private void afterFailure(int status) {
    switch (policy.restart().when()) {
      case ALWAYS, ON_FAILURE -> restart(status);
      case NEVER, ON_REQUEST -> end(status);
    }
  }

  private void endedByItself(ChildExit exit) {
    boolean success = policy.exits().isSuccess(exit);
    if (policy.traits().oneShot() && success) {
      end(exit.shellStatus());
      state = state.withReady(true);
      return;
    }
    switch (policy.restart().when()) {
      case NEVER -> {
        if (!success && !name.equals(Setup.ONLY)) {
          sayExit(exit); // who has only one process is told by the status
        }
        end(exit.shellStatus());
      }
      case ALWAYS -> restartAfter(exit);
      case ON_FAILURE -> {
        if (success) {
          end(exit.shellStatus());
        } else {
          restartAfter(exit);
        }
      }
      case ON_REQUEST -> {
        if (!success) {
          sayExit(exit);
        }
        end(exit.shellStatus());
      }
    }
  }

  private void restartAfter(ChildExit exit) {
    sayExit(exit);
    restart(exit.shellStatus());
  }

  private void restart(int status) {
    int before = state.restarts();
    if (before >= policy.restart().attempts()) {
      say("given up after " + before + (before == 1 ? " restart" : " restarts"));
      end(status);
      return;
    }
    Duration delay = policy.restart().delay(before, chance.getAsDouble());
    state = state.withRestarts(before + 1);
    if (delay.isZero()) {
      say("restarting");
    } else {
      say("restarting in " + delay.toMillis() + " ms");
      emit(new SetDeadline(phaseDeadline(), delay));
      enter(Phase.WAITING);
    }
  }

  void deadlinePassed(boolean leaving) {
    switch (state.phase()) {
      case WAITING -> enter(Phase.DOWN);
      case DRAINING -> takeStep(0);
      case STOPPING -> {
        int next = state.step() + 1;
        if (next < policy.stopping().steps().size()) {
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
          say("waiting for processes that are not gone although they were killed");
          emit(new SetDeadline(phaseDeadline(), AFTER_KILL));
        }
      }
      case DOWN, STARTING, UP -> {} // none is set
    }
  }

  /** Whether not even KILL has ended it although everything ends. */
  boolean isStuck() {
    return stuck;
  }

  /** Waits no longer for what was asked to end. */
  void hurry() {
    switch (state.phase()) {
      case DRAINING, STOPPING -> killGroup(Phase.KILLING);
      case CLEARING -> killGroup(Phase.CLEARING_BY_KILL);
      case DOWN, WAITING, STARTING, UP, KILLING, CLEARING_BY_KILL -> {}
    }
  }

  private void killGroup(Phase next) {
    say("killing what has not ended");
    if (policy.stopping().whom() == Stopping.Whom.GROUP) {
      emit(new SignalGroup(name, Signal.KILL));
    } else {
      emit(new SignalProcess(name, Signal.KILL));
      emit(new LeaveGroup(name)); // it may have ended before that was wanted
    }
    emit(new SetDeadline(phaseDeadline(), AFTER_KILL));
    enter(next);
  }
}
