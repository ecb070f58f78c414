package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.MarkRunning;
import dev.ostler.supervisor.Effect.MarkStopped;
import dev.ostler.supervisor.Effect.MarkStopping;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.Effect.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stories of a single process are told with. */
final class Stories {
  private static final Set<String> IT = Set.of(Setup.ONLY);
  private static final Deadline PHASE = new Deadline(Deadline.Kind.PHASE, Setup.ONLY);
  private static final Deadline READY = new Deadline(Deadline.Kind.READY, Setup.ONLY);
  static final Deadline END = new Deadline(Deadline.Kind.END, "");

  private Stories() {}

  static final Input TERM = new Input.SignalArrived(Signal.TERM);
  static final Input STOP = new Input.SuspensionSet(IT, true, new SetBy.Datagram());
  static final Input START = new Input.SuspensionSet(IT, false, new SetBy.Datagram());
  static final Input UP = new Input.Started(Setup.ONLY, Exits.PID);
  static final Input GONE = new Input.GroupEnded(Setup.ONLY);
  static final Input LATE = new Input.DeadlinePassed(PHASE, Optional.empty());

  static final Effect STARTING = new Start(Setup.ONLY);
  static final Effect RUNNING = new MarkRunning(Setup.ONLY, Exits.PID);
  static final Effect STOPPING = new MarkStopping(Setup.ONLY);
  static final Effect STOPPED = new MarkStopped(Setup.ONLY);
  static final Effect NO_DEADLINE = new ClearDeadline(PHASE);
  static final List<Effect> STOP_BY_TERM = stopBy(Signal.TERM);

  static Effect signal(Signal signal) {
    return new SignalProcess(Setup.ONLY, signal);
  }

  static Effect signalGroup(Signal signal) {
    return new SignalGroup(Setup.ONLY, signal);
  }

  static Effect deadline(Duration delay) {
    return new SetDeadline(PHASE, delay);
  }

  static Effect endWithin(Duration delay) {
    return new SetDeadline(END, delay);
  }

  static Input signalRequested(Signal signal) {
    return new Input.SignalRequested(IT, signal);
  }

  static Input failedToStart(int status) {
    return new Input.FailedToStart(Setup.ONLY, "cannot run 'x'", status);
  }

  static List<Effect> stopBy(Signal signal) {
    return List.of(STOPPING, signal(signal), signal(Signal.CONT), deadline(Policies.GRACE));
  }

  static Setup setup(Policy policy) {
    return setup(policy, SignalMap.withoutTerminal());
  }

  static Setup setup(Policy policy, SignalMap signals) {
    return Setup.of(Policies.COMMAND, policy, signals)
        .withActivation(Optional.of(Policies.ACTIVATION));
  }

  /** As {@code container-run} has it. */
  static Setup onRequest() {
    return setup(Policies.of(RestartPolicy.When.ON_REQUEST))
        .withEnd(new Setup.End(Optional.of(0), Policies.GRACE, false));
  }

  static Machine down(Policy policy) {
    return down(setup(policy));
  }

  static Machine down(Setup setup) {
    return new Machine(setup, true, Set.of(), () -> 0.5);
  }

  static Machine standingBy(Policy policy) {
    return new Machine(setup(policy), false, Set.of(), () -> 0.5);
  }

  static Machine up(Policy policy) {
    return up(setup(policy));
  }

  static Machine up(Setup setup) {
    Machine machine = down(setup);
    give(machine, new Input.Begun(), UP);
    return machine;
  }

  /** Gives several inputs; returns what was decided on the last. */
  static List<Effect> give(Machine machine, Input... inputs) {
    List<Effect> effects = List.of();
    for (Input input : inputs) {
      effects = next(machine, input);
    }
    return effects;
  }

  /** Without what only matters to a process that has to show that it is ready. */
  static List<Effect> next(Machine machine, Input input) {
    return machine.next(input).stream()
        .filter(effect -> !(effect instanceof Watch))
        .filter(effect -> !effect.equals(new ClearDeadline(READY)))
        .toList();
  }

  static Input ended(int status) {
    return Exits.ended(Exits.status(status));
  }
}
