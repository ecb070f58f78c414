package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.util.HashMap;
import java.util.Map;

/*
 * Nobody is told who was not ready before: a process that has just been started may not have
 * installed its signal handler, and HUP would end it. Who was ready and is not any more is told at
 * once, for the new version may be what helps, or what is wrong. One that comes down meanwhile need
 * not be told, for its next run reads the new version anyway.
 */
/** Decides on whether one version that is at its target works: its users are told, and watched. */
final class PipelineProof {
  /** Who is told what came of it. */
  interface Verdict {
    void works();

    void fails(String why);
  }

  /** Of readiness, while it should last. */
  private static final int MOST_LOSSES = 3;

  private final PipelineLife life;
  private final Verdict verdict;

  PipelineProof(PipelineLife life, Verdict verdict) {
    this.life = life;
    this.verdict = verdict;
  }

  private Witnesses witnesses() {
    return new Witnesses(life.setup().keepIf().orElseThrow(), life.users());
  }

  /** What is found from now on counts. */
  void mark() {
    life.become(
        life.state().withMarks(life.setup().keepIf().isPresent() ? witnesses().marks() : Map.of()));
  }

  /** Tells its users, as soon as each can take it. */
  void tell(Map<String, Signal> signals) {
    owe(signals);
    payOwed();
  }

  /** Who does not run, or is about to end, reads the new version when it starts. */
  private void owe(Map<String, Signal> signals) {
    Map<String, Signal> owed = new HashMap<>(life.state().owed());
    owed.putAll(signals);
    owed.keySet().removeIf(process -> life.users().state(process).isEnding());
    life.become(life.state().withOwed(owed));
  }

  /** Its users may have come further; called after every input. */
  void look() {
    if (life.users().areLeaving()) {
      return;
    }
    if (payOwed() && life.phase().isProving()) {
      askAll(); // nobody else asks who is ready already
      life.enter(PipelinePhase.PROVING);
    }
    if (life.isAt(PipelinePhase.AWAITING_USERS) && !witnesses().isAnyResting()) {
      begin();
    }
    if (life.phase().isProving()) {
      lookAtIt();
    }
  }

  /**
   * A signal would end who has not come so far that it can take one; it gets it later. Returns
   * whether anybody got one.
   */
  private boolean payOwed() {
    if (life.state().owed().isEmpty()) {
      return false;
    }
    owe(Map.of());
    Map<String, Signal> left = new HashMap<>(life.state().owed());
    for (Map.Entry<String, Signal> debt : life.state().owed().entrySet()) {
      String process = debt.getKey();
      if (life.users().hasBeenReady(process)) {
        mark(process);
        life.users().send(process, debt.getValue());
        left.remove(process);
      }
    }
    boolean paid = left.size() < life.state().owed().size();
    life.become(life.state().withOwed(left));
    return paid;
  }

  private void mark(String process) {
    if (life.state().marks().containsKey(process)) {
      Map<String, Integer> marks = new HashMap<>(life.state().marks());
      marks.put(process, life.users().state(process).confirmed());
      life.become(life.state().withMarks(marks));
    }
  }

  /** From now on its users have to show that it works. */
  void begin() {
    if (life.setup().keepIf().isEmpty()) {
      verdict.works();
    } else if (witnesses().isAnyResting()) {
      life.enter(PipelinePhase.AWAITING_USERS);
    } else {
      askAll();
      life.become(life.state().withLosses(0));
      life.enter(PipelinePhase.PROVING);
    }
  }

  private void lookAtIt() {
    Witnesses witnesses = witnesses();
    if (witnesses.isAnyOver()) {
      verdict.fails(witnesses.areNotReady());
    } else if (witnesses.isAnyResting()) {
      life.clearLimit();
      life.enter(PipelinePhase.AWAITING_USERS);
    } else if (life.isAt(PipelinePhase.STEADYING)) {
      if (!witnesses.areAllReady(life.state().marks())) {
        lost(witnesses);
      }
    } else if (witnesses.areAllReady(life.state().marks())) {
      if (life.isAt(PipelinePhase.CONFIRMING)) {
        verdict.works();
      } else {
        life.limit(witnesses.keepIf().stays());
        life.enter(PipelinePhase.STEADYING);
      }
    }
  }

  /**
   * The first good answer may have come from those who have not taken the new version yet: a server
   * goes on with the old until it has read the new.
   */
  private void confirm() {
    life.become(life.state().withMarks(witnesses().marks()));
    askAll();
    life.enter(PipelinePhase.CONFIRMING);
  }

  private void askAll() {
    witnesses().askAnew();
    life.limit(witnesses().keepIf().within());
  }

  /** Who reads its configuration anew may say so; who has ended has said enough. */
  private void lost(Witnesses witnesses) {
    if (witnesses.areAllUp() && life.state().losses() < MOST_LOSSES) {
      life.become(life.state().withLosses(life.state().losses() + 1));
      life.limit(witnesses.keepIf().within());
      life.enter(PipelinePhase.PROVING);
    } else {
      verdict.fails(witnesses.areNotReady());
    }
  }

  /** Who is stopped, together with everything or alone, has not failed. */
  void deadlinePassed() {
    Witnesses witnesses = witnesses();
    if (life.users().areLeaving() || witnesses.isAnyResting()) {
      return;
    }
    if (life.isAt(PipelinePhase.STEADYING)) {
      confirm();
    } else {
      verdict.fails(witnesses.areNotReady());
    }
  }
}
