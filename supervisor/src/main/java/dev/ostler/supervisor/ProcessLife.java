package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import java.time.Duration;
import java.util.List;

/** What all who decide on one process know of it: where it is, how it is looked after. */
final class ProcessLife {
  private final String name;
  private final List<Effect> effects;
  private Policy policy;
  private ProcessState state;

  ProcessLife(ProcessSetup setup, ProcessState initial, List<Effect> effects) {
    this.name = setup.name();
    this.policy = setup.policy();
    this.state = initial;
    this.effects = effects;
  }

  String name() {
    return name;
  }

  Policy policy() {
    return policy;
  }

  /** From the next decision on. */
  void follow(Policy other) {
    policy = other;
  }

  ProcessState state() {
    return state;
  }

  Phase phase() {
    return state.phase();
  }

  boolean isAt(Phase phase) {
    return state.phase() == phase;
  }

  void become(ProcessState next) {
    state = next;
  }

  void enter(Phase phase) {
    state = state.in(phase);
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  /** Until something else is to be done with it. */
  void limit(Duration time) {
    emit(new SetDeadline(phaseDeadline(), time));
  }

  void clearLimit() {
    emit(new ClearDeadline(phaseDeadline()));
  }

  Deadline phaseDeadline() {
    return new Deadline(Deadline.Kind.PHASE, name);
  }

  Deadline readyDeadline() {
    return new Deadline(Deadline.Kind.READY, name);
  }

  /** Who has only one process need not be told its name. */
  boolean isOnly() {
    return name.equals(Setup.ONLY);
  }

  void say(String message) {
    emit(new Say(isOnly() ? message : name + ": " + message));
  }

  /** What the process is called in a message about its end. */
  void sayExit(ChildExit exit) {
    emit(new Say((isOnly() ? "the process " : name + " ") + exit.description()));
  }
}
