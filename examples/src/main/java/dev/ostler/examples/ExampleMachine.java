package dev.ostler.examples;

import java.util.Optional;

/*
 * Rules, of which the first that matches is followed after every input:
 *
 *   active, configuration updated or applied, process dead    -> start it
 *   active, configuration updated, process alive              -> stop it, so that it starts anew
 *   inactive, process alive                                   -> stop it
 *   configuration changed, process dead or alive              -> update
 *
 * While the process changes (it starts, it stops, it rests after a failure), nothing is begun: the
 * rules are followed when it is dead or alive again. So two instances never overlap.
 */
/** Decides what to do. Pure: the same state and input give the same decision. */
final class ExampleMachine {
  /** Whether we are the one that is to work. */
  enum Activation {
    INACTIVE,
    ACTIVE
  }

  /** How far the newest configuration has come. */
  enum Configuration {
    /** There is none that the process could start with, or an update is being worked on. */
    NOT_READY,
    /** The source has changed. */
    CHANGED,
    /** The target has new files that the process has not seen. */
    UPDATED,
    /** The process has seen all there is. */
    APPLIED
  }

  /** The application. */
  enum Application {
    DEAD,
    CHANGING,
    ALIVE
  }

  /**
   * All that is known.
   *
   * @param updates how many updates have not been answered
   * @param usable whether any update has succeeded
   * @param unseen whether one of them brought files that the process has not seen
   */
  record State(
      Activation activation,
      Configuration configuration,
      Application process,
      int updates,
      boolean usable,
      boolean unseen) {
    static final State FIRST =
        new State(Activation.INACTIVE, Configuration.NOT_READY, Application.DEAD, 0, false, false);

    State with(Activation now) {
      return new State(now, configuration, process, updates, usable, unseen);
    }

    State with(Configuration now) {
      return new State(activation, now, process, updates, usable, unseen);
    }

    State with(Application now) {
      return new State(activation, configuration, now, updates, usable, unseen);
    }

    private State withUpdates(int change, boolean success, boolean files) {
      return new State(
          activation, configuration, process, updates + change, usable || success, unseen || files);
    }

    private State withEverythingSeen() {
      Configuration seen =
          configuration == Configuration.UPDATED ? Configuration.APPLIED : configuration;
      return new State(activation, seen, process, updates, usable, false);
    }
  }

  /** What can happen. */
  sealed interface Input {
    /** We are to work, or not. */
    record Activated(boolean active) implements Input {}

    /** The source has new content. */
    record Changed() implements Input {}

    /** An update has succeeded. */
    record Updated(boolean anyFile) implements Input {}

    /** An update has failed; the target is as it was. */
    record NotUpdated() implements Input {}

    /** The process runs. */
    record Started() implements Input {}

    /** The process could not be started. */
    record NotStarted() implements Input {}

    /** The process and its group have ended. */
    record Ended(boolean soon) implements Input {}

    /** The rest after a failure is over. */
    record Rested() implements Input {}
  }

  /** What can be done. */
  enum Effect {
    START,
    STOP,
    UPDATE,
    REST
  }

  /** What to do, and what is true then. */
  record Decision(State state, Optional<Effect> effect) {}

  private ExampleMachine() {}

  static Decision decide(State state, Input input) {
    return switch (input) {
      case Input.Activated(boolean active) ->
          follow(state.with(active ? Activation.ACTIVE : Activation.INACTIVE));
      case Input.Changed() -> follow(state.with(Configuration.CHANGED));
      case Input.Updated(boolean anyFile) -> follow(answered(state.withUpdates(-1, true, anyFile)));
      case Input.NotUpdated() -> follow(answered(state.withUpdates(-1, false, false)));
      case Input.Started() -> follow(state.withEverythingSeen().with(Application.ALIVE));
      case Input.NotStarted() -> rest(state);
      case Input.Ended(boolean soon) ->
          // One that was not asked to end, and so soon, would be restarted without pause.
          soon && state.process() == Application.ALIVE
              ? rest(state)
              : follow(state.with(Application.DEAD));
      case Input.Rested() -> follow(state.with(Application.DEAD));
    };
  }

  /** A change that came meanwhile has an update of its own. */
  private static State answered(State state) {
    if (state.updates() > 0 || state.configuration() == Configuration.CHANGED) {
      return state;
    }
    if (!state.usable()) {
      return state.with(Configuration.NOT_READY);
    }
    return state.with(state.unseen() ? Configuration.UPDATED : Configuration.APPLIED);
  }

  private static Decision rest(State state) {
    return new Decision(state.with(Application.CHANGING), Optional.of(Effect.REST));
  }

  private static Decision follow(State state) {
    boolean active = state.activation() == Activation.ACTIVE;
    boolean updated = state.configuration() == Configuration.UPDATED;
    boolean ready = updated || state.configuration() == Configuration.APPLIED;
    boolean dead = state.process() == Application.DEAD;
    boolean alive = state.process() == Application.ALIVE;
    if (active && ready && dead) {
      return new Decision(state.with(Application.CHANGING), Optional.of(Effect.START));
    }
    if (alive && (!active || updated)) {
      return new Decision(state.with(Application.CHANGING), Optional.of(Effect.STOP));
    }
    if (state.configuration() == Configuration.CHANGED && (dead || alive)) {
      State asked = state.with(Configuration.NOT_READY).withUpdates(1, false, false);
      return new Decision(asked, Optional.of(Effect.UPDATE));
    }
    return new Decision(state, Optional.empty());
  }
}
