package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.MarkRunning;
import dev.ostler.supervisor.Effect.MarkStopped;
import dev.ostler.supervisor.Effect.MarkStopping;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalEveryone;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.Effect.UpdateConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to do with one workload. Reads no clock, file or process: what has happened comes
 * in, what to do goes out.
 */
final class Machine {
  /** Those who were sent KILL and are not gone by then sleep where it does not reach them. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

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
    input.tell(this);
    return List.copyOf(effects);
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private void enter(Phase phase) {
    state = state.in(phase);
  }

  void begun() {
    if (!state.active()) {
      emit(new Say("on standby"));
    }
    converge();
  }

  void configurationChanged() {
    if (state.leaving().isEmpty()) {
      emit(new UpdateConfiguration());
    }
  }

  /** Starts or stops the process if it should be otherwise than it is. */
  private void converge() {
    switch (state.phase()) {
      case DOWN -> {
        if (state.shouldRun()) {
          start();
        } else if (state.leaving().isPresent()) {
          endEveryone();
        }
      }
      case WAITING -> {
        if (!state.shouldRun()) {
          emit(new ClearDeadline());
          enter(Phase.DOWN);
          converge();
        }
      }
      case UP -> {
        if (!state.shouldRun()) {
          stop(stopSignal());
        }
      }
      // What was begun is ended first; its end converges again.
      case STARTING, STOPPING, CLEARING, KILLING, CLEARING_BY_KILL, LEAVING, LEAVING_BY_KILL -> {}
    }
  }

  private void start() {
    emit(new Start());
    enter(Phase.STARTING);
  }

  private Signal stopSignal() {
    return state.request().orElse(policy.stopSignal());
  }

  private void stop(Signal signal) {
    emit(new MarkStopping());
    emit(new SignalProcess(signal));
    // A stopped process does not react to anything else.
    emit(new SignalProcess(Signal.CONT));
    emit(new SetDeadline(policy.grace()));
    enter(Phase.STOPPING);
  }

  void signalArrived(Signal signal) {
    if (policy.asksToStop(signal)) {
      stopRequested(policy.stopSignalFor(signal));
    } else {
      Optional<Signal> forwarded = policy.signals().apply(signal);
      if (forwarded.isPresent()) {
        signalRequested(forwarded.get());
      }
    }
  }

  /** The first request stops in order, a further one hurries. */
  private void stopRequested(Signal signal) {
    if (state.request().isPresent()) {
      kill();
    } else {
      state = state.leavingOnRequest(statusWhenStopped(), signal);
      converge();
    }
  }

  /** A process that we had suspended or put on standby has no status that would tell anything. */
  private Optional<Integer> statusWhenStopped() {
    if (policy.exitWhenStopped().isPresent()) {
      return policy.exitWhenStopped();
    }
    return switch (state.phase()) {
      case STARTING, UP, CLEARING, CLEARING_BY_KILL -> Optional.empty();
      case DOWN, WAITING, STOPPING, KILLING, LEAVING, LEAVING_BY_KILL -> Optional.of(0);
    };
  }

  void signalRequested(Signal signal) {
    switch (state.phase()) {
      // What was asked for before this signal came is done by now: there is a process to take it.
      case STARTING, UP, STOPPING ->
          emit(policy.wholeGroup() ? new SignalGroup(signal) : new SignalProcess(signal));
      case DOWN, WAITING, CLEARING, KILLING, CLEARING_BY_KILL, LEAVING, LEAVING_BY_KILL -> {}
    }
  }

  void activationSet(boolean active) {
    if (active != state.active()) {
      state = state.withActive(active);
      emit(new Say(active ? "active" : "on standby"));
      converge();
    }
  }

  void suspensionSet(boolean suspended) {
    if (suspended != state.suspended()) {
      state = state.withSuspended(suspended).withRestarts(0);
      emit(new Say(suspended ? "suspended" : "resumed"));
      converge();
    }
  }

  void started(int pid) {
    emit(new MarkRunning(pid));
    enter(Phase.UP);
    converge();
  }

  void failedToStart(String reason, int shellStatus) {
    enter(Phase.DOWN);
    emit(new Say(reason));
    if (!state.shouldRun()) {
      converge();
    } else if (policy.restart().when() == RestartPolicy.When.ALWAYS
        || policy.restart().when() == RestartPolicy.When.ON_FAILURE) {
      restart();
    } else {
      leave(shellStatus);
    }
  }

  void ended(ChildExit exit, Duration ran) {
    state = state.withLastExit(exit);
    if (ran.compareTo(policy.restart().stableAfter()) >= 0) {
      state = state.withRestarts(0);
    }
    // Others of the group may be left; they get the same chance to end.
    emit(new SignalGroup(policy.stopSignal()));
    emit(new SignalGroup(Signal.CONT));
    if (state.phase() == Phase.UP) {
      emit(new MarkStopping());
      emit(new SetDeadline(policy.grace()));
      enter(Phase.CLEARING);
    }
  }

  void groupEnded() {
    boolean byItself = state.phase() == Phase.CLEARING || state.phase() == Phase.CLEARING_BY_KILL;
    emit(new MarkStopped());
    if (isEndingEveryone()) {
      return; // as the last of all, and NobodyLeft follows
    }
    emit(new ClearDeadline());
    enter(Phase.DOWN);
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
      enter(Phase.WAITING);
    }
  }

  void leave(int status) {
    state = state.leavingWith(Optional.of(status));
    converge();
  }

  void deadlinePassed() {
    switch (state.phase()) {
      case WAITING -> {
        enter(Phase.DOWN);
        converge();
      }
      case STOPPING, CLEARING, LEAVING -> kill();
      case KILLING, CLEARING_BY_KILL -> notEvenKilled();
      case DOWN, STARTING, UP, LEAVING_BY_KILL -> {} // none is set
    }
  }

  private void kill() {
    switch (state.phase()) {
      case STOPPING -> killGroup(Phase.KILLING);
      case CLEARING -> killGroup(Phase.CLEARING_BY_KILL);
      case LEAVING -> killEveryone();
      case DOWN, WAITING, STARTING, UP, KILLING, CLEARING_BY_KILL, LEAVING_BY_KILL -> {}
    }
  }

  private void killGroup(Phase next) {
    emit(new Say("killing what has not ended"));
    emit(new SignalGroup(Signal.KILL));
    emit(new SetDeadline(AFTER_KILL));
    enter(next);
  }

  /**
   * KILL waits where a process sleeps uninterruptibly, and a dead member of the group stays for as
   * long as a parent outside the group does not ask for its status: that parent can be ended only
   * with everyone.
   */
  private void notEvenKilled() {
    if (state.leaving().isPresent()) {
      killEveryone();
    } else {
      emit(new Say("waiting for processes that are not gone although they were killed"));
      emit(new SetDeadline(AFTER_KILL));
    }
  }

  /** Whatever the process left behind outside its group is ours by now, and outlives us not. */
  private void endEveryone() {
    emit(new SignalEveryone(Signal.TERM));
    emit(new SetDeadline(policy.grace()));
    enter(Phase.LEAVING);
  }

  private void killEveryone() {
    emit(new SignalEveryone(Signal.KILL));
    emit(new ClearDeadline());
    enter(Phase.LEAVING_BY_KILL);
  }

  private boolean isEndingEveryone() {
    return state.phase() == Phase.LEAVING || state.phase() == Phase.LEAVING_BY_KILL;
  }

  void nobodyLeft() {
    if (isEndingEveryone()) {
      emit(new Exit(state.status()));
    }
  }

  void configurationUpdated(boolean differs) {
    boolean first = !state.configured();
    state = state.withConfigured(true);
    if (first) {
      converge();
    } else if (differs && state.phase() == Phase.UP) {
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

  void configurationFailed() {
    if (!state.configured() && !policy.waitForConfiguration()) {
      state = state.withConfigured(true); // what is at the target already is better than nothing
      converge();
    }
  }
}
