package dev.ostler.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.examples.ExampleMachine.Activation;
import dev.ostler.examples.ExampleMachine.Application;
import dev.ostler.examples.ExampleMachine.Configuration;
import dev.ostler.examples.ExampleMachine.Decision;
import dev.ostler.examples.ExampleMachine.Effect;
import dev.ostler.examples.ExampleMachine.Input;
import dev.ostler.examples.ExampleMachine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ExampleMachineTest {
  private static final List<State> STATES = states();
  private static final List<Input> INPUTS =
      List.of(
          new Input.Activated(true),
          new Input.Activated(false),
          new Input.Changed(),
          new Input.Updated(true),
          new Input.Updated(false),
          new Input.NotUpdated(),
          new Input.Started(),
          new Input.NotStarted(),
          new Input.Ended(true),
          new Input.Ended(false),
          new Input.Rested());

  private static List<State> states() {
    List<State> states = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      for (Configuration configuration : Configuration.values()) {
        for (Application process : Application.values()) {
          states.add(state(activation, configuration, process));
        }
      }
    }
    return states;
  }

  private static State state(
      Activation activation, Configuration configuration, Application process) {
    boolean usable =
        configuration == Configuration.UPDATED || configuration == Configuration.APPLIED;
    boolean unseen = configuration == Configuration.UPDATED;
    return new State(activation, configuration, process, 0, usable, unseen);
  }

  /** What follows from the state alone; what is not here is one of the 14 that rest. */
  private static final String RULES =
      """
      ACTIVE   UPDATED   DEAD  START
      ACTIVE   APPLIED   DEAD  START
      ACTIVE   UPDATED   ALIVE STOP
      INACTIVE NOT_READY ALIVE STOP
      INACTIVE CHANGED   ALIVE STOP
      INACTIVE UPDATED   ALIVE STOP
      INACTIVE APPLIED   ALIVE STOP
      ACTIVE   CHANGED   DEAD  UPDATE
      ACTIVE   CHANGED   ALIVE UPDATE
      INACTIVE CHANGED   DEAD  UPDATE
      """;

  private static Optional<Effect> rule(State state) {
    return RULES
        .lines()
        .map(line -> line.split(" +", -1))
        .filter(words ->
            words[0].equals(state.activation().name())
                && words[1].equals(state.configuration().name())
                && words[2].equals(state.process().name()))
        .map(words -> Effect.valueOf(words[3]))
        .findFirst();
  }

  @Test
  void thereAre24StatesAndNoRuleFor14() {
    assertThat(STATES).hasSize(24);
    assertThat(STATES.stream().filter(state -> rule(state).isEmpty())).hasSize(14);
  }

  @ParameterizedTest
  @FieldSource("STATES")
  void ruleOfTheStateIsFollowed(State state) {
    boolean active = state.activation() == Activation.ACTIVE;

    Decision decision = ExampleMachine.decide(state, new Input.Activated(active));

    assertThat(decision.effect()).isEqualTo(rule(state));
    if (decision.effect().isEmpty()) {
      assertThat(decision.state()).isEqualTo(state);
    }
  }

  /** In every state every input is understood, and what is done fits what is true then. */
  @ParameterizedTest
  @FieldSource("STATES")
  void everyInputIsAnsweredInEveryState(State state) {
    for (Input input : INPUTS) {
      Decision decision = ExampleMachine.decide(state, input);
      State next = decision.state();
      String what = state + " " + input + " -> " + decision;
      boolean active = input instanceof Input.Activated(boolean now) ? now : isActive(state);

      assertThat(isActive(next)).as(what).isEqualTo(active);
      Optional<Effect> effect = decision.effect();
      if (effect.isEmpty()) {
        assertThat(rule(next)).as(what).isEmpty();
      } else if (effect.get() == Effect.UPDATE) {
        assertThat(next.configuration()).as(what).isEqualTo(Configuration.NOT_READY);
        assertThat(next.process()).as(what).isNotEqualTo(Application.CHANGING);
      } else {
        assertThat(next.process()).as(what).isEqualTo(Application.CHANGING);
        assertThat(active || effect.get() != Effect.START).as(what).isTrue();
      }
    }
  }

  private static boolean isActive(State state) {
    return state.activation() == Activation.ACTIVE;
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_READY, NOT_READY",
    "CHANGED, NOT_READY",
    "UPDATED, APPLIED",
    "APPLIED, APPLIED",
  })
  void processThatStartsHasSeenWhatIsThere(Configuration before, Configuration after) {
    State state = state(Activation.ACTIVE, before, Application.CHANGING);

    State next = ExampleMachine.decide(state, new Input.Started()).state();

    assertThat(next.configuration()).isEqualTo(after);
    assertThat(next.process()).isEqualTo(Application.ALIVE);
    assertThat(next.unseen()).isFalse();
  }

  /** Follows inputs from the first state on and returns the effects. */
  private static List<Effect> effects(Input... inputs) {
    List<Effect> effects = new ArrayList<>();
    State state = State.FIRST;
    for (Input input : inputs) {
      Decision decision = ExampleMachine.decide(state, input);
      state = decision.state();
      decision.effect().ifPresent(effects::add);
    }
    return effects;
  }

  @Test
  void firstConfigurationStartsTheProcess() {
    assertThat(effects(new Input.Activated(true), new Input.Changed(), new Input.Updated(true)))
        .containsExactly(Effect.UPDATE, Effect.START);
  }

  @Test
  void newFilesRestartTheProcessWithoutOverlap() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Started(),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Ended(true)))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.UPDATE, Effect.STOP, Effect.START);
  }

  @Test
  void updateWithoutChangedFilesDoesNotRestart() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Started(),
                new Input.Changed(),
                new Input.Updated(false)))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.UPDATE);
  }

  @Test
  void standbyEndsTheProcessAndActivationStartsItAgain() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Started(),
                new Input.Activated(false),
                new Input.Ended(true),
                new Input.Activated(true)))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.STOP, Effect.START);
  }

  @Test
  void failedUpdateDoesNotKeepAGoodOneFromBeingApplied() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.NotUpdated(),
                new Input.Changed(),
                new Input.Updated(true)))
        .containsExactly(Effect.UPDATE, Effect.UPDATE, Effect.START);
  }

  @Test
  void failedUpdateLeavesTheOldConfigurationInUse() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Started(),
                new Input.Changed(),
                new Input.NotUpdated(),
                new Input.Ended(false)))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.UPDATE, Effect.START);
  }

  @Test
  void filesOfAFormerUpdateAreNotForgottenWhenTheNextOneFails() {
    assertThat(
            effects(
                new Input.Changed(),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.NotUpdated(),
                new Input.Activated(true)))
        .containsExactly(Effect.UPDATE, Effect.UPDATE, Effect.START);
  }

  @Test
  void failedStartIsTriedAgainAfterARest() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.NotStarted(),
                new Input.Rested()))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.REST, Effect.START);
  }

  @Test
  void changeDuringARestIsAppliedAfterIt() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.NotStarted(),
                new Input.Changed(),
                new Input.Rested(),
                new Input.Updated(true)))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.REST, Effect.UPDATE, Effect.START);
  }

  @Test
  void changeDuringAStopIsNotLostWhenAnOlderUpdateIsAnswered() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Started(),
                new Input.Changed(),
                new Input.Activated(false),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Ended(false)))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.UPDATE, Effect.STOP, Effect.UPDATE);
  }

  @Test
  void processThatEndsSoonRestsBeforeItIsStartedAgain() {
    assertThat(
            effects(
                new Input.Activated(true),
                new Input.Changed(),
                new Input.Updated(true),
                new Input.Started(),
                new Input.Ended(true),
                new Input.Rested()))
        .containsExactly(Effect.UPDATE, Effect.START, Effect.REST, Effect.START);
  }
}
