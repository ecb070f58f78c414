package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.MarkStopping;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalProcess;
import java.util.List;

/** What stories of a workload are told with. */
final class Stories {
  private Stories() {}

  static final Input TERM = new Input.SignalArrived(Signal.TERM);
  static final Input STOP = new Input.SuspensionSet(true);
  static final Input START = new Input.SuspensionSet(false);
  static final Input UP = new Input.Started(Exits.PID);
  static final Input GONE = new Input.GroupEnded();

  static final List<Effect> STOP_BY_TERM = stopBy(Signal.TERM);

  static List<Effect> stopBy(Signal signal) {
    return List.of(
        new MarkStopping(),
        new SignalProcess(signal),
        new SignalProcess(Signal.CONT),
        new SetDeadline(Policies.GRACE));
  }

  static Machine down(Policy policy) {
    return new Machine(policy, State.initial(true, true));
  }

  static Machine up(Policy policy) {
    Machine machine = down(policy);
    give(machine, new Input.Begun(), UP);
    return machine;
  }

  /** Gives several inputs; returns what was decided on the last. */
  static List<Effect> give(Machine machine, Input... inputs) {
    List<Effect> effects = List.of();
    for (Input input : inputs) {
      effects = machine.next(input);
    }
    return effects;
  }

  static Input ended(int status) {
    return Exits.ended(Exits.status(status));
  }
}
