package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.Step;
import dev.ostler.supervisor.Effect.TellByCommand;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The stories of a new version on its way to its users. */
class PipelineMachineTest extends PipelineStories {
  @Test
  void versionIsStagedCheckedSwitchedAndTold() {
    PipelineMachine machine = running(true, false);

    machine.changed();
    assertThat(effects()).containsExactly(step(Step.STAGE));
    machine.staged(true);
    assertThat(effects()).containsExactly(step(Step.CHECK), new SetDeadline(LIMIT, CHECK_LIMIT));
    machine.checked(true, "");
    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT), step(Step.SWITCH));
    machine.updated(true, HUP);
    machine.look();
    assertThat(users.calls).containsExactly("HUP to web");
    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT), step(Step.KEEP));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void versionThatIsStagedOrCheckedWhileAllEndsIsNotSwitchedTo() {
    PipelineMachine staging = running(true, false);
    staging.changed();
    PipelineMachine checking = running(true, false);
    checking.changed();
    checking.staged(true);
    effects();
    users.leaving = true;

    staging.staged(true);
    assertThat(effects()).isEmpty();
    checking.checked(true, "");
    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT));
    assertThat(staging.state().phase()).isEqualTo(PipelinePhase.IDLE);
    assertThat(checking.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void refusedVersionNeverReachesTheTarget() {
    PipelineMachine machine = running(true, false);

    machine.changed();
    machine.staged(true);
    effects();
    machine.checked(false, "its check exited with status 1");

    assertThat(effects())
        .containsExactly(
            new ClearDeadline(LIMIT),
            new Say(
                "refused what came from /site.tar, the old stays: its check exited with status"
                    + " 1"));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void checkThatDoesNotEndIsEnded() {
    PipelineMachine machine = running(true, false);
    machine.changed();
    machine.staged(true);
    effects();

    machine.deadlinePassed();

    assertThat(effects())
        .containsExactly(
            new Say("the configuration check has not ended within 60 s"), step(Step.STOP_COMMAND));
  }

  @Test
  void equalVersionIsNeitherCheckedNorTold() {
    PipelineMachine machine = running(true, true);
    machine.changed();
    effects();

    machine.staged(false);
    machine.updated(false, HUP);
    machine.look();

    assertThat(effects()).containsExactly(step(Step.SWITCH), step(Step.KEEP));
    assertThat(users.calls).isEmpty();
  }

  @Test
  void manyChangesDuringOneAreOneMore() {
    PipelineMachine machine = running(false, false);
    machine.changed();
    for (int i = 0; i < 100; i++) {
      machine.changed();
    }
    effects();

    machine.updated(true, new Action.Nothing());

    assertThat(effects())
        .containsExactly(new ClearDeadline(LIMIT), step(Step.KEEP), step(Step.SWITCH));
    machine.updated(true, new Action.Nothing());
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void nobodyIsToldBeforeItIsReady() {
    PipelineMachine machine = running(false, false);
    users.web = ProcessState.initial().in(Phase.STARTING);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    assertThat(users.calls).isEmpty();

    users.web = users.web.in(Phase.UP).withReady(true);
    machine.look();

    assertThat(users.calls).containsExactly("HUP to web");
  }

  @Test
  void whoIsNotReadyAnyMoreIsToldForTheNewVersionMayHelp() {
    PipelineMachine machine = running(false, false);
    users.web = users.web.withReady(false);
    users.beenReady = true;
    machine.changed();

    machine.updated(true, HUP);
    machine.look();

    assertThat(users.calls).containsExactly("HUP to web");
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void whoIsDownOrComesDownNeedNotBeTold() {
    PipelineMachine machine = running(false, false);
    users.web = ProcessState.initial().in(Phase.STARTING);
    machine.changed();
    machine.updated(true, HUP);

    users.web = users.web.in(Phase.STOPPING);
    machine.look();

    assertThat(users.calls).isEmpty();
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void newerVersionComesThoughSomebodyWasNotReadyForTheOneBefore() {
    PipelineMachine machine = running(false, false);
    users.web = ProcessState.initial().in(Phase.UP);
    machine.changed();
    machine.updated(true, HUP);
    effects();

    machine.changed();
    assertThat(effects()).containsExactly(step(Step.SWITCH));
    machine.updated(true, HUP);
    users.web = users.web.withReady(true);
    machine.look();
    machine.look();

    assertThat(users.calls).containsExactly("HUP to web");
  }

  @Test
  void failedCommandRollsBack() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, new Action.Run(Policies.COMMAND));
    assertThat(effects()).contains(new TellByCommand(SITE, Policies.COMMAND));

    machine.told(false, "exited with status 1");

    assertThat(effects())
        .contains(
            new Say(
                "what came from /site.tar does not work (its command exited with status 1):"
                    + " rolling back"),
            step(Step.ROLL_BACK));
    assertThat(machine.trouble()).isEqualTo("its command exited with status 1");
  }

  @Test
  void failedCommandWithoutProofIsReportedAndTheVersionStays() {
    PipelineMachine machine = running(false, false);
    machine.changed();
    machine.updated(true, new Action.Run(Policies.COMMAND));
    effects();

    machine.told(false, "exited with status 1");

    assertThat(effects())
        .containsExactly(
            new ClearDeadline(LIMIT),
            new ClearDeadline(LIMIT),
            new Say("what came from /site.tar is in place, but its command exited with status 1"));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void commandThatDoesNotEndIsEndedAndNothingElseBeginsBeforeItHas() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, new Action.Run(Policies.COMMAND));
    effects();

    machine.deadlinePassed();

    assertThat(effects())
        .containsExactly(
            new Say("the command for what came from /site.tar has not ended within 60 s"),
            step(Step.STOP_COMMAND));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.COMMANDING);
  }

  @Test
  void restartIsAskedForAtOnce() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, new Action.Restart(Set.of("web")));

    assertThat(users.calls).containsExactly("restart web", "ask web");
  }

  @Test
  void requiredFirstVersionIsWaitedForAndAnyOtherIsNot() {
    PipelineMachine required = machine(false, false, false);

    required.changed();
    required.refused(false);

    assertThat(required.state().configured()).isFalse();
    assertThat(required.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void versionThatIsReplacedBeforeItIsReadIsNoFailure() {
    PipelineMachine required = machine(true, false, false);
    required.changed();
    effects();

    required.overtaken();
    assertThat(effects()).isEmpty();
    assertThat(required.state().phase()).isEqualTo(PipelinePhase.IDLE);
    assertThat(required.state().configured()).isFalse();
    required.changed();

    assertThat(effects()).containsExactly(step(Step.STAGE));
  }

  @Test
  void whatCannotBePutInPlaceForNowIsTriedAgainEverLater() {
    PipelineMachine required = machine(true, false, false);
    required.changed();
    effects();

    required.refused(true);
    assertThat(effects())
        .containsExactly(
            new Say(
                "what came from /site.tar is tried again until it is in place or a newer version"
                    + " comes"),
            new SetDeadline(LIMIT, Duration.ofSeconds(1)));
    required.deadlinePassed();
    assertThat(effects()).containsExactly(step(Step.STAGE));
    required.staged(true);
    required.checked(true, "");
    effects();
    required.refused(true);
    assertThat(effects()).containsExactly(new SetDeadline(LIMIT, Duration.ofSeconds(2)));
    for (int i = 0; i < 20; i++) {
      required.deadlinePassed();
      required.refused(true);
    }
    assertThat(effects()).endsWith(new SetDeadline(LIMIT, Duration.ofMinutes(1)));
    required.deadlinePassed();
    required.staged(false);
    required.updated(true, new Action.Nothing());

    assertThat(required.state().configured()).isTrue();
    assertThat(required.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void newerVersionDoesNotWaitForTheNextTry() {
    PipelineMachine machine = running(false, false);
    machine.changed();
    machine.refused(true);
    effects();

    machine.changed();
    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT), step(Step.SWITCH));
    machine.changed(); // and one more, while that one is being put in place
    machine.refused(true);
    assertThat(effects()).containsExactly(step(Step.SWITCH));
    machine.refused(true);

    assertThat(effects()).endsWith(new SetDeadline(LIMIT, Duration.ofSeconds(1)));
  }

  @Test
  void whatWasTakenAwayIsNotTriedAgain() {
    PipelineMachine machine = running(false, false);
    machine.changed();
    machine.refused(true);
    effects();

    machine.nothingNew(); // that can be read, for now
    assertThat(effects()).isEmpty();
    machine.removed();

    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void nothingIsTriedAgainOnceAllEnds() {
    PipelineMachine machine = running(false, false);
    machine.changed();
    machine.refused(true);
    effects();
    users.leaving = true;

    machine.deadlinePassed();
    machine.changed();

    assertThat(effects()).isEmpty();
  }

  @Test
  void requiredVersionOfAFormerLifeIsGoodEnoughIfTheNewOneIsNot() {
    PipelineMachine required = machine(true, false, false);

    required.keptBefore(true);
    assertThat(required.state().configured()).isFalse();
    required.changed();
    required.staged(true);
    required.checked(false, "its check exited with status 1");

    assertThat(required.state().configured()).isTrue();
  }

  @Test
  void nothingIsBegunOnceWeLeave() {
    PipelineMachine machine = running(true, true);
    users.leaving = true;

    machine.changed();
    machine.look();

    assertThat(effects()).isEmpty();
  }
}
