package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/*
 * One version at a time: what is staged must lie still under its check, and what is being proven
 * must not be exchanged. Any number of versions that come meanwhile are one, the newest.
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

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final PipelineLife life;
  private final PipelineProof proof;
  private final PipelineAudience audience;
  private boolean required;
  private String trouble = "";
  private int refusals; // one upon the other, to go on or to go back

  PipelineMachine(
      ConfigurationSetup setup, PipelineState initial, Users users, List<Effect> effects) {
    this.life = new PipelineLife(setup, initial, users, effects);
    this.required = setup.required();
    this.proof =
        new PipelineProof(
            life,
            new PipelineProof.Verdict() {
              @Override
              public void works() {
                keep();
              }

              @Override
              public void fails(String why) {
                failed(why);
              }
            });
    this.audience = new PipelineAudience(life, proof);
  }

  PipelineState state() {
    return life.state();
  }

  ConfigurationSetup setup() {
    return life.setup();
  }

  /** Why the last version that failed did so. */
  String trouble() {
    return trouble;
  }

  /** The processes for which it matters how far this has come. */
  Set<String> concerned() {
    Set<String> concerned = new HashSet<>(life.setup().users());
    life.setup().keepIf().ifPresent(keep -> concerned.addAll(keep.ready()));
    return concerned;
  }

  /** Whether the end of a process is about a version that may go again, and not about all. */
  boolean isTrying(String process) {
    boolean trying = life.phase().isProving() || life.phase().isRollingBack();
    return trying && life.setup().keepIf().orElseThrow().ready().contains(process);
  }

  /** The target has a valid version from before: there is no need to wait for a good one. */
  void keptBefore(boolean hasSource) {
    required = false;
    if (!hasSource) {
      life.become(life.state().asConfigured());
    }
  }

  /** The target has a version that a supervisor before this one brought there and never kept. */
  void unproven() {
    if (life.setup().keepIf().isPresent() && life.isAt(PipelinePhase.IDLE)) {
      life.become(life.state().asConfigured());
      audience.startWithIt();
      proof.begin();
    }
  }

  /** The source has a new version. */
  void changed() {
    if (life.users().areLeaving()) {
      return;
    }
    if (life.isAt(PipelinePhase.AWAITING_USERS)) {
      // It cannot be the one to come back to, for nobody knows whether it works.
      life.become(life.state().withAgain(true));
      failed("a newer one came before anybody used it");
    } else if (life.isAt(PipelinePhase.AWAITING_ROLL_BACK)) {
      life.become(life.state().withAgain(true));
      life.clearLimit();
      rollBack(); // first: what does not work is nothing to come back to
    } else if (life.isAt(PipelinePhase.AWAITING_RETRY)) {
      life.clearLimit();
      refusals = 0;
      begin();
    } else if (!life.isAt(PipelinePhase.IDLE)) {
      life.become(life.state().withAgain(true));
    } else {
      begin();
    }
  }

  private void begin() {
    if (life.setup().check().isPresent()) {
      life.take(Step.STAGE);
      life.enter(PipelinePhase.STAGING);
    } else {
      switchOver();
    }
  }

  private void switchOver() {
    life.take(Step.SWITCH);
    life.enter(PipelinePhase.SWITCHING);
  }

  /** The source is gone. */
  void removed() {
    if (life.isAt(PipelinePhase.AWAITING_RETRY)) {
      life.clearLimit();
      finish();
    }
    nothingNew();
  }

  /** The source has nothing, or nothing that can be read. */
  void nothingNew() {
    if (life.isAt(PipelinePhase.IDLE)) {
      withoutVersion();
    }
  }

  /** What lies at the target already is better than nothing, unless a valid one is required. */
  private void withoutVersion() {
    if (!required) {
      life.become(life.state().asConfigured());
    }
  }

  /** The new version lies ready. */
  void staged(boolean differs) {
    if (life.isAt(PipelinePhase.STAGING)) {
      if (life.users().areLeaving()) {
        finish(); // those who end need no other version, and the next start finds it
      } else if (differs) {
        life.take(Step.CHECK);
        life.limit(life.setup().check().orElseThrow().within());
        life.enter(PipelinePhase.CHECKING);
      } else {
        switchOver(); // nothing to check
      }
    }
  }

  /** The new version was judged. */
  void checked(boolean good, String reason) {
    if (life.isAt(PipelinePhase.CHECKING)) {
      life.clearLimit();
      if (good && life.users().areLeaving()) {
        finish(); // as above
      } else if (good) {
        switchOver();
      } else {
        life.say(
            "refused what came from "
                + life.setup().source().path()
                + ", the old stays: "
                + reason);
        withoutVersion();
        finish();
      }
    }
  }

  /** The target has the new version. */
  void updated(boolean differs, Action asked) {
    if (!life.isAt(PipelinePhase.SWITCHING)) {
      return;
    }
    boolean first = !life.state().configured();
    life.become(life.state().asConfigured());
    if (!differs) {
      life.take(Step.KEEP);
      finish();
    } else if (first) {
      audience.startWithIt();
      life.become(life.state().withMarks(Map.of()));
      proof.begin();
    } else {
      audience.tell(asked);
    }
  }

  /** Its users may have come further; called after every input. */
  void look() {
    proof.look();
  }

  /** The command that tells its users has ended. */
  void told(boolean success, String how) {
    if (life.isAt(PipelinePhase.COMMANDING)) {
      life.clearLimit();
      if (success) {
        proof.begin();
      } else {
        failed("its command " + how);
      }
    }
  }

  void deadlinePassed() {
    switch (life.phase()) {
      case CHECKING -> {
        life.say(
            "the configuration check has not ended within "
                + Times.inWords(life.setup().check().orElseThrow().within()));
        life.take(Step.STOP_COMMAND);
      }
      case COMMANDING -> {
        life.say(
            "the command for what came from "
                + life.setup().source().path()
                + " has not ended within "
                + Times.inWords(PipelineAudience.COMMAND_LIMIT));
        life.take(Step.STOP_COMMAND);
      }
      case PROVING, CONFIRMING, STEADYING -> proof.deadlinePassed();
      case AWAITING_ROLL_BACK -> {
        if (!life.users().areLeaving()) {
          rollBack();
        }
      }
      case AWAITING_RETRY -> {
        if (!life.users().areLeaving()) {
          begin();
        }
      }
      case IDLE, STAGING, SWITCHING, AWAITING_USERS, ROLLING_BACK -> {} // none is set
    }
  }

  private void keep() {
    life.clearLimit();
    life.take(Step.KEEP);
    finish();
  }

  /** The new version does not work. */
  private void failed(String why) {
    trouble = why;
    life.clearLimit();
    String version = "what came from " + life.setup().source().path();
    if (life.setup().keepIf().isPresent()) {
      life.say(version + " does not work (" + why + "): rolling back");
      refusals = 0;
      rollBack();
    } else {
      life.say(version + " is in place, but " + why);
      finish();
    }
  }

  private void rollBack() {
    life.take(Step.ROLL_BACK);
    life.enter(PipelinePhase.ROLLING_BACK);
  }

  /** The target has the version before again. */
  void rolledBack() {
    if (life.isAt(PipelinePhase.ROLLING_BACK)) {
      life.say("rolled back to the configuration before");
      life.become(life.state().withOwed(Map.of()));
      audience.thoseWhoHaveIt().forEach(life.users()::restart);
      finish();
    }
  }

  /**
   * What was asked for last could not be done; the target is as it was.
   *
   * @param passing whether that may be otherwise later, as with a disk that is full
   */
  void refused(boolean passing) {
    switch (life.phase()) {
      case STAGING, SWITCHING -> {
        withoutVersion();
        if (passing && !life.state().again() && !life.users().areLeaving()) {
          if (refusals == 0) {
            life.say(
                "what came from "
                    + life.setup().source().path()
                    + " is tried again until it is in place or a newer version comes");
          }
          awaitRetry(PipelinePhase.AWAITING_RETRY);
        } else {
          finish();
        }
      }
      case ROLLING_BACK -> {
        if (passing) {
          awaitRetry(PipelinePhase.AWAITING_ROLL_BACK);
        } else {
          finish();
        }
      }
      case IDLE,
          CHECKING,
          AWAITING_RETRY,
          COMMANDING,
          AWAITING_USERS,
          PROVING,
          STEADYING,
          CONFIRMING,
          AWAITING_ROLL_BACK -> {}
    }
  }

  /** What was asked for last had been replaced by then; a change follows. */
  void overtaken() {
    if (life.isAt(PipelinePhase.STAGING) || life.isAt(PipelinePhase.SWITCHING)) {
      finish();
    }
  }

  private void awaitRetry(PipelinePhase waiting) {
    life.limit(untilRetry());
    refusals++;
    life.enter(waiting);
  }

  private Duration untilRetry() {
    Duration longer = Duration.ofNanos(FIRST_RETRY.toNanos() << Math.min(refusals, 10));
    return longer.compareTo(LONGEST_RETRY) < 0 ? longer : LONGEST_RETRY;
  }

  private void finish() {
    refusals = 0;
    life.enter(PipelinePhase.IDLE);
    if (life.state().again()) {
      life.become(life.state().withAgain(false));
      changed();
    }
  }
}
