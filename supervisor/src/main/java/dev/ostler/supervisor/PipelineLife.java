package dev.ostler.supervisor;

import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Configure;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.Step;
import java.time.Duration;
import java.util.List;

/** What all who decide on one configuration know of it: where it is, who uses it. */
final class PipelineLife {
  private final ConfigurationSetup setup;
  private final PipelineMachine.Users users;
  private final List<Effect> effects;
  private PipelineState state;

  PipelineLife(
      ConfigurationSetup setup,
      PipelineState initial,
      PipelineMachine.Users users,
      List<Effect> effects) {
    this.setup = setup;
    this.state = initial;
    this.users = users;
    this.effects = effects;
  }

  String name() {
    return setup.name();
  }

  ConfigurationSetup setup() {
    return setup;
  }

  PipelineMachine.Users users() {
    return users;
  }

  PipelineState state() {
    return state;
  }

  PipelinePhase phase() {
    return state.phase();
  }

  boolean isAt(PipelinePhase phase) {
    return state.phase() == phase;
  }

  void become(PipelineState next) {
    state = next;
  }

  void enter(PipelinePhase phase) {
    state = state.in(phase);
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  void take(Step step) {
    emit(new Configure(name(), step));
  }

  void say(String message) {
    emit(new Say(message));
  }

  private Deadline deadline() {
    return new Deadline(Deadline.Kind.PIPELINE, name());
  }

  /** Until it has to be further. */
  void limit(Duration time) {
    emit(new SetDeadline(deadline(), time));
  }

  void clearLimit() {
    emit(new ClearDeadline(deadline()));
  }
}
