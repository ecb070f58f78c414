package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.MarkRunning;
import dev.ostler.supervisor.Effect.MarkStopped;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalEveryone;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.Effect.UpdateConfiguration;
import dev.ostler.supervisor.Phase.Down;
import dev.ostler.supervisor.Phase.Leaving;
import dev.ostler.supervisor.Phase.Starting;
import dev.ostler.supervisor.Phase.Stopping;
import dev.ostler.supervisor.Phase.Up;
import dev.ostler.supervisor.Phase.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to do with one workload. Reads no clock, file or process: what has happened comes
 * in, what to do goes out.
 */
final class Machine {
  /** Stands for the status of the process that is being stopped, which is not known yet. */
  private static final int STATUS_OF_PROCESS = -1;

  private final Policy policy;
  private final List<Effect> effects = new ArrayList<>();
  private State state;

  Machine(Policy policy, State initial) {
    this.policy = policy;
    this.state = initial;
  }

  State state() {
    return state;
  }

  /** Takes one input; returns what to do, in order. */
  List<Effect> next(Input input) {
    effects.clear();
    switch (input) {
      case Input.Begun _ -> converge();
      case Input.SignalArrived arrived -> signalArrived(arrived.signal());
      case Input.ActivationSet set -> activationSet(set.active());
      case Input.SuspensionSet set -> suspensionSet(set.suspended());
      case Input.SignalRequested requested -> signalRequested(requested.signal());
      case Input.Started started -> started(started.pid());
      case Input.FailedToStart failed -> failedToStart(failed);
      case Input.Ended ended -> ended(ended.exit(), ended.ran());
      case Input.GroupEnded _ -> groupEnded();
      case Input.NobodyLeft _ -> nobodyLeft();
      case Input.DeadlinePassed _ -> deadlinePassed();
      case Input.ConfigurationChanged _ -> emit(new UpdateConfiguration());
      case Input.ConfigurationUpdated updated -> configurationUpdated(updated.differs());
      case Input.ConfigurationFailed _ -> configurationFailed();
      case Input.CompanionFailed failed -> leave(failed.status());
    }
    return List.copyOf(effects);
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private void enter(Phase phase) {
    state = state.in(phase);
  }

  /** Starts or stops the process if it should be otherwise than it is. */
  private void converge() {
    switch (state.phase()) {
      case Down _ -> {
        if (state.shouldRun()) {
          start();
        } else if (state.leaving().isPresent()) {
          endEveryone();
        }
      }
      case Waiting _ -> {
        if (!state.shouldRun()) {
          emit(new ClearDeadline());
          enter(new Down());
          converge();
        }
      }
      case Up _ -> {
        if (!state.shouldRun()) {
          stop(policy.stopSignal());
        }
      }
      // What was begun is ended first; its end converges again.
      case Starting _, Stopping _, Leaving _ -> {}
    }
  }

  private void start() {
    emit(new Start());
    enter(new Starting());
  }

  private void stop(Signal signal) {
    emit(new SignalProcess(signal));
    // A stopped process does not react to anything else.
    emit(new SignalProcess(Signal.CONT));
    emit(new SetDeadline(policy.grace()));
    enter(new Stopping(false, false));
  }

  private void signalArrived(Signal signal) {
    Optional<Signal> forwarded = policy.signals().apply(signal);
    if (signal.equals(Signal.TERM) || signal.equals(Signal.INT)) {
      stopRequested(forwarded);
    } else if (forwarded.isPresent()) {
      signalRequested(forwarded.get());
    }
  }

  /** The first request stops in order, a further one hurries. */
  private void stopRequested(Optional<Signal> forwarded) {
    boolean again = state.leaving().isPresent();
    state = state.leavingWith(policy.exitWhenStopped().orElse(statusWhenStopped()));
    switch (state.phase()) {
      case Up _ -> stop(forwarded.orElse(policy.stopSignal()));
      case Stopping stopping when again -> kill(stopping);
      case Leaving leaving when again && !leaving.killed() -> killEveryone();
      case Down _, Waiting _, Starting _, Stopping _, Leaving _ -> converge();
    }
  }

  /** A process that we had suspended or put on standby has no status that would tell anything. */
  private int statusWhenStopped() {
    return switch (state.phase()) {
      case Starting _, Up _ -> STATUS_OF_PROCESS;
      case Stopping stopping when stopping.byItself() -> STATUS_OF_PROCESS;
      case Down _, Waiting _, Stopping _, Leaving _ -> 0;
    };
  }

  private void signalRequested(Signal signal) {
    if (state.phase() instanceof Up || state.phase() instanceof Stopping) {
      emit(policy.wholeGroup() ? new SignalGroup(signal) : new SignalProcess(signal));
    }
  }

  private void activationSet(boolean active) {
    if (active != state.active()) {
      state = state.withActive(active);
      emit(new Say(active ? "active" : "on standby"));
      converge();
    }
  }

  private void suspensionSet(boolean suspended) {
    if (suspended != state.suspended()) {
      state = state.withSuspended(suspended).withRestarts(0);
      emit(new Say(suspended ? "suspended" : "resumed"));
      converge();
    }
  }

  private void started(int pid) {
    emit(new MarkRunning(pid));
    enter(new Up());
    converge();
  }

  private void failedToStart(Input.FailedToStart failed) {
    enter(new Down());
    emit(new Say(failed.reason()));
    if (policy.restart().when() == RestartPolicy.When.ALWAYS
        || policy.restart().when() == RestartPolicy.When.ON_FAILURE) {
      restart();
    } else {
      leave(failed.shellStatus());
    }
  }

  private void ended(ChildExit exit, Duration ran) {
    state = state.withLastExit(exit);
    if (ran.compareTo(policy.restart().stableAfter()) >= 0) {
      state = state.withRestarts(0);
    }
    if (state.phase() instanceof Up) {
      // Others of the group may be left; they get the same chance to end.
      emit(new SignalGroup(policy.stopSignal()));
      emit(new SetDeadline(policy.grace()));
      enter(new Stopping(false, true));
    } else {
      emit(new SignalGroup(policy.stopSignal()));
    }
  }

  private void groupEnded() {
    boolean byItself = state.phase() instanceof Stopping stopping && stopping.byItself();
    emit(new ClearDeadline());
    emit(new MarkStopped());
    enter(new Down());
    if (byItself && state.shouldRun()) {
      endedByItself(state.lastExit().orElseThrow());
    } else {
      converge();
    }
  }

  private void endedByItself(ChildExit exit) {
    switch (policy.restart().when()) {
      case NEVER -> leave(exit.shellStatus());
      case ALWAYS -> restartAfter(exit);
      case ON_FAILURE -> {
        if (exit.succeeded()) {
          leave(0);
        } else {
          restartAfter(exit);
        }
      }
      case ON_REQUEST -> {
        if (exit.succeeded()) {
          suspensionSet(true);
        } else {
          emit(new Say("the process " + exit.description()));
          leave(exit.shellStatus());
        }
      }
    }
  }

  private void restartAfter(ChildExit exit) {
    emit(new Say("the process " + exit.description()));
    restart();
  }

  private void restart() {
    Duration delay = policy.restart().delay(state.restarts());
    state = state.withRestarts(state.restarts() + 1);
    if (delay.isZero()) {
      emit(new Say("restarting"));
      start();
    } else {
      emit(new Say("restarting in " + delay.toMillis() + " ms"));
      emit(new SetDeadline(delay));
      enter(new Waiting());
    }
  }

  private void leave(int status) {
    state = state.leavingWith(status);
    converge();
  }

  private void deadlinePassed() {
    switch (state.phase()) {
      case Waiting _ -> {
        enter(new Down());
        converge();
      }
      case Stopping stopping -> kill(stopping);
      case Leaving leaving when !leaving.killed() -> killEveryone();
      // A deadline that was cleared may have passed just before.
      case Down _, Starting _, Up _, Leaving _ -> {}
    }
  }

  private void kill(Stopping stopping) {
    // A process in uninterruptible sleep ignores KILL until it wakes: send it once, then wait.
    if (!stopping.killed()) {
      emit(new Say("killing what has not ended"));
      emit(new SignalGroup(Signal.KILL));
      emit(new ClearDeadline());
      enter(new Stopping(true, stopping.byItself()));
    }
  }

  /** Whatever the process left behind outside its group is ours by now, and outlives us not. */
  private void endEveryone() {
    emit(new SignalEveryone(Signal.TERM));
    emit(new SetDeadline(policy.grace()));
    enter(new Leaving(false));
  }

  private void killEveryone() {
    emit(new SignalEveryone(Signal.KILL));
    emit(new ClearDeadline());
    enter(new Leaving(true));
  }

  private void nobodyLeft() {
    if (state.phase() instanceof Leaving) {
      int status = state.leaving().orElse(0);
      emit(
          new Exit(
              status == STATUS_OF_PROCESS
                  ? state.lastExit().map(ChildExit::shellStatus).orElse(0)
                  : status));
    }
  }

  private void configurationUpdated(boolean differs) {
    boolean first = !state.configured();
    state = state.withConfigured(true);
    if (first) {
      converge();
    } else if (differs && state.phase() instanceof Up) {
      reload();
    }
  }

  private void reload() {
    switch (policy.reload()) {
      case Policy.NoReload _ -> {}
      case Policy.ReloadBySignal by -> emit(new SignalProcess(by.signal()));
      case Policy.ReloadByRestart _ -> {
        emit(new Say("restarting for the new configuration"));
        stop(policy.stopSignal());
      }
    }
  }

  private void configurationFailed() {
    if (!state.configured() && !policy.waitForConfiguration()) {
      state = state.withConfigured(true); // what is at the target already is better than nothing
      converge();
    }
  }
}
