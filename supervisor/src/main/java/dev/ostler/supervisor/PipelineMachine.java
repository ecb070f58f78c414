package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Configure;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.Step;
import dev.ostler.supervisor.Effect.TellByCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/*
 * One version at a time: what is staged must lie still under its check, and what is being proven
 * must not be exchanged. Any number of versions that come meanwhile are one, the newest.
 *
 * Nobody is told who was not ready before: a process that has just been started may not have
 * installed its signal handler, and HUP would end it. Who was ready and is not any more is told at
 * once, for the new version may be what helps, or what is wrong. One that comes down meanwhile need
 * not be told, for its next run reads the new version anyway.
 */
/** Decides on the way of one configuration from its source to its users. */
final class PipelineMachine {
  /** Those who use configurations. */
  interface Users {
    /** Where one is. */
    ProcessState state(String process);

    /** Sends one a signal. */
    void send(String process, Signal signal);

    /** Stops one and starts it again. */
    void restart(String process);

    /** Whether one that runs has been ready since it was started. */
    boolean hasBeenReady(String process);

    /** Whether one is not to run as things are. */
    boolean isResting(String process);

    /** Asks whether one is ready, though it was before. */
    void askAnew(String process);

    /** Whether it all comes to its end. */
    boolean areLeaving();
  }

  /** Of readiness, while it should last. */
  private static final int MOST_LOSSES = 3;

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

  private final String name;
  private final ConfigurationSetup setup;
  private final Users users;
  private final List<Effect> effects;
  private PipelineState state;
  private Action action = new Action.Nothing();
  private boolean startedWithIt;
  private boolean required;
  private String trouble = "";

  PipelineMachine(
      ConfigurationSetup setup, PipelineState initial, Users users, List<Effect> effects) {
    this.name = setup.name();
    this.setup = setup;
    this.required = setup.required();
    this.state = initial;
    this.users = users;
    this.effects = effects;
  }

  PipelineState state() {
    return state;
  }

  ConfigurationSetup setup() {
    return setup;
  }

  /** Why the last version that failed did so. */
  String trouble() {
    return trouble;
  }

  /** The processes for which it matters how far this has come. */
  Set<String> concerned() {
    Set<String> concerned = new HashSet<>(setup.users());
    setup.keepIf().ifPresent(keep -> concerned.addAll(keep.ready()));
    return concerned;
  }

  /** Whether the end of a process is about a version that may go again, and not about all. */
  boolean isTrying(String process) {
    boolean trying = state.phase().isProving() || state.phase() == PipelinePhase.ROLLING_BACK;
    return trying && setup.keepIf().orElseThrow().ready().contains(process);
  }

  private void emit(Effect effect) {
    effects.add(effect);
  }

  private void enter(PipelinePhase phase) {
    state = state.in(phase);
  }

  private Deadline deadline() {
    return new Deadline(Deadline.Kind.PIPELINE, name);
  }

  /** The target has a valid version from before: there is no need to wait for a good one. */
  void keptBefore(boolean hasSource) {
    required = false;
    if (!hasSource) {
      state = state.asConfigured();
    }
  }

  /** The target has a version that a supervisor before this one brought there and never kept. */
  void unproven() {
    if (setup.keepIf().isPresent() && state.phase() == PipelinePhase.IDLE) {
      state = state.asConfigured();
      startedWithIt = true;
      prove();
    }
  }

  /** The source has a new version. */
  void changed() {
    if (users.areLeaving()) {
      return;
    }
    if (state.phase() == PipelinePhase.AWAITING_USERS) {
      // It cannot be the one to come back to, for nobody knows whether it works.
      state = state.withAgain(true);
      failed("a newer one came before anybody used it");
    } else if (state.phase() != PipelinePhase.IDLE) {
      state = state.withAgain(true);
    } else if (setup.check().isPresent()) {
      emit(new Configure(name, Step.STAGE));
      enter(PipelinePhase.STAGING);
    } else {
      switchOver();
    }
  }

  private void switchOver() {
    emit(new Configure(name, Step.SWITCH));
    enter(PipelinePhase.SWITCHING);
  }

  /** The source has nothing, or nothing that can be read. */
  void nothingNew() {
    if (state.phase() == PipelinePhase.IDLE) {
      withoutVersion();
    }
  }

  /** What lies at the target already is better than nothing, unless a valid one is required. */
  private void withoutVersion() {
    if (!required) {
      state = state.asConfigured();
    }
  }

  /** The new version lies ready. */
  void staged(boolean differs) {
    if (state.phase() == PipelinePhase.STAGING) {
      if (users.areLeaving()) {
        finish(); // those who end need no other version, and the next start finds it
      } else if (differs) {
        emit(new Configure(name, Step.CHECK));
        emit(new SetDeadline(deadline(), setup.check().orElseThrow().within()));
        enter(PipelinePhase.CHECKING);
      } else {
        switchOver(); // nothing to check
      }
    }
  }

  /** The new version was judged. */
  void checked(boolean good, String reason) {
    if (state.phase() == PipelinePhase.CHECKING) {
      emit(new ClearDeadline(deadline()));
      if (good && users.areLeaving()) {
        finish(); // as above
      } else if (good) {
        switchOver();
      } else {
        emit(
            new Say(
                "refused what came from " + setup.source().path() + ", the old stays: " + reason));
        withoutVersion();
        finish();
      }
    }
  }

  /** The target has the new version. */
  void updated(boolean differs, Action asked) {
    if (state.phase() != PipelinePhase.SWITCHING) {
      return;
    }
    boolean first = !state.configured();
    state = state.asConfigured();
    action = asked;
    startedWithIt = first;
    if (!differs) {
      emit(new Configure(name, Step.KEEP));
      finish();
    } else if (first) {
      state = state.withMarks(Map.of());
      prove();
    } else {
      tell();
    }
  }

  private void tell() {
    state = state.withMarks(setup.keepIf().isPresent() ? witnesses().marks() : Map.of());
    switch (action) {
      case Action.Nothing _ -> prove();
      case Action.Send send -> {
        owe(send.signals());
        payOwed();
        prove();
      }
      case Action.Restart restart -> {
        emit(new Say("restarting for the new configuration"));
        restart.processes().forEach(users::restart);
        prove();
      }
      case Action.Run run -> {
        emit(new TellByCommand(name, run.command()));
        emit(new SetDeadline(deadline(), COMMAND_LIMIT));
        enter(PipelinePhase.COMMANDING);
      }
    }
  }

  /** Who does not run, or is about to end, reads the new version when it starts. */
  private void owe(Map<String, Signal> signals) {
    Map<String, Signal> owed = new HashMap<>(state.owed());
    owed.putAll(signals);
    owed.keySet().removeIf(process -> users.state(process).isEnding());
    state = state.withOwed(owed);
  }

  /** Its users may have come further; called after every input. */
  void look() {
    if (users.areLeaving()) {
      return;
    }
    if (payOwed() && state.phase().isProving()) {
      askAll(); // nobody else asks who is ready already
      enter(PipelinePhase.PROVING);
    }
    if (state.phase() == PipelinePhase.AWAITING_USERS && !witnesses().isAnyResting()) {
      prove();
    }
    if (state.phase().isProving()) {
      lookAtProof();
    }
  }

  /**
   * A signal would end who has not come so far that it can take one; it gets it later. Returns
   * whether anybody got one.
   */
  private boolean payOwed() {
    if (state.owed().isEmpty()) {
      return false;
    }
    owe(Map.of());
    Map<String, Signal> left = new HashMap<>(state.owed());
    for (Map.Entry<String, Signal> debt : state.owed().entrySet()) {
      String process = debt.getKey();
      if (users.hasBeenReady(process)) {
        mark(process);
        users.send(process, debt.getValue());
        left.remove(process);
      }
    }
    boolean paid = left.size() < state.owed().size();
    state = state.withOwed(left);
    return paid;
  }

  private void mark(String process) {
    if (state.marks().containsKey(process)) {
      Map<String, Integer> marks = new HashMap<>(state.marks());
      marks.put(process, users.state(process).confirmed());
      state = state.withMarks(marks);
    }
  }

  /** The command that tells its users has ended. */
  void told(boolean success, String how) {
    if (state.phase() == PipelinePhase.COMMANDING) {
      emit(new ClearDeadline(deadline()));
      if (success) {
        prove();
      } else {
        failed("its command " + how);
      }
    }
  }

  private void prove() {
    if (setup.keepIf().isEmpty()) {
      keep();
    } else if (witnesses().isAnyResting()) {
      enter(PipelinePhase.AWAITING_USERS);
    } else {
      askAll();
      state = state.withLosses(0);
      enter(PipelinePhase.PROVING);
    }
  }

  private Witnesses witnesses() {
    return new Witnesses(setup.keepIf().orElseThrow(), users);
  }

  private void lookAtProof() {
    Witnesses witnesses = witnesses();
    if (witnesses.isAnyOver()) {
      failed(witnesses.areNotReady());
    } else if (witnesses.isAnyResting()) {
      emit(new ClearDeadline(deadline()));
      enter(PipelinePhase.AWAITING_USERS);
    } else if (state.phase() == PipelinePhase.STEADYING) {
      if (!witnesses.areAllReady(state.marks())) {
        lost(witnesses);
      }
    } else if (witnesses.areAllReady(state.marks())) {
      if (state.phase() == PipelinePhase.CONFIRMING) {
        keep();
      } else {
        emit(new SetDeadline(deadline(), witnesses.keepIf().stays()));
        enter(PipelinePhase.STEADYING);
      }
    }
  }

  /**
   * The first good answer may have come from those who have not taken the new version yet: a server
   * goes on with the old until it has read the new.
   */
  private void confirm() {
    state = state.withMarks(witnesses().marks());
    askAll();
    enter(PipelinePhase.CONFIRMING);
  }

  private void askAll() {
    witnesses().askAnew();
    emit(new SetDeadline(deadline(), witnesses().keepIf().within()));
  }

  /** Who reads its configuration anew may say so; who has ended has said enough. */
  private void lost(Witnesses witnesses) {
    if (witnesses.areAllUp() && state.losses() < MOST_LOSSES) {
      state = state.withLosses(state.losses() + 1);
      emit(new SetDeadline(deadline(), witnesses.keepIf().within()));
      enter(PipelinePhase.PROVING);
    } else {
      failed(witnesses.areNotReady());
    }
  }

  void deadlinePassed() {
    switch (state.phase()) {
      case CHECKING -> {
        emit(
            new Say(
                "the configuration check has not ended within "
                    + Times.inWords(setup.check().orElseThrow().within())));
        emit(new Configure(name, Step.STOP_COMMAND));
      }
      case COMMANDING -> {
        emit(
            new Say(
                "the command for what came from "
                    + setup.source().path()
                    + " has not ended within "
                    + Times.inWords(COMMAND_LIMIT)));
        emit(new Configure(name, Step.STOP_COMMAND));
      }
      case PROVING, CONFIRMING, STEADYING -> proofDeadlinePassed(witnesses());
      case IDLE, STAGING, SWITCHING, AWAITING_USERS, ROLLING_BACK -> {} // none is set
    }
  }

  /** Who is stopped, together with everything or alone, has not failed. */
  private void proofDeadlinePassed(Witnesses witnesses) {
    if (users.areLeaving() || witnesses.isAnyResting()) {
      return;
    }
    if (state.phase() == PipelinePhase.STEADYING) {
      confirm();
    } else {
      failed(witnesses.areNotReady());
    }
  }

  private void keep() {
    emit(new ClearDeadline(deadline()));
    emit(new Configure(name, Step.KEEP));
    finish();
  }

  /** The new version does not work. */
  private void failed(String why) {
    trouble = why;
    emit(new ClearDeadline(deadline()));
    String version = "what came from " + setup.source().path();
    if (setup.keepIf().isPresent()) {
      emit(new Say(version + " does not work (" + why + "): rolling back"));
      emit(new Configure(name, Step.ROLL_BACK));
      enter(PipelinePhase.ROLLING_BACK);
    } else {
      emit(new Say(version + " is in place, but " + why));
      finish();
    }
  }

  /** The target has the version before again. */
  void rolledBack() {
    if (state.phase() == PipelinePhase.ROLLING_BACK) {
      emit(new Say("rolled back to the configuration before"));
      state = state.withOwed(Map.of());
      thoseWhoHaveIt().forEach(users::restart);
      finish();
    }
  }

  private Set<String> thoseWhoHaveIt() {
    if (startedWithIt) {
      return setup.users();
    }
    Set<String> all = new TreeSet<>(setup.keepIf().orElseThrow().ready());
    switch (action) {
      case Action.Send send -> all.addAll(send.signals().keySet());
      case Action.Restart restart -> all.addAll(restart.processes());
      case Action.Nothing _, Action.Run _ -> {}
    }
    return all;
  }

  /** What was asked for last could not be done; the target is as it was. */
  void refused() {
    switch (state.phase()) {
      case STAGING, SWITCHING -> {
        withoutVersion();
        finish();
      }
      case ROLLING_BACK -> finish();
      case IDLE, CHECKING, COMMANDING, AWAITING_USERS, PROVING, STEADYING, CONFIRMING -> {}
    }
  }

  private void finish() {
    enter(PipelinePhase.IDLE);
    if (state.again()) {
      state = state.withAgain(false);
      changed();
    }
  }
}
