package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.Step;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stories of how a new version is proven, or goes again. */
class PipelineProofTest extends PipelineStories {
  @Test
  void whatCannotBeRolledBackForNowIsRolledBackLater() {
    PipelineMachine machine = rollingBack();

    machine.refused(true);
    assertThat(effects()).containsExactly(new SetDeadline(LIMIT, Duration.ofSeconds(1)));
    machine.deadlinePassed();
    assertThat(effects()).containsExactly(step(Step.ROLL_BACK));
    machine.refused(true);
    assertThat(effects()).containsExactly(new SetDeadline(LIMIT, Duration.ofSeconds(2)));
    machine.deadlinePassed();
    machine.rolledBack();

    assertThat(users.calls).containsExactly("ask web", "restart web");
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void newerVersionWaitsForTheOneToComeBackTo() {
    PipelineMachine machine = rollingBack();
    machine.refused(true);
    effects();

    machine.changed();
    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT), step(Step.ROLL_BACK));
    machine.rolledBack();

    assertThat(effects()).endsWith(step(Step.SWITCH));
  }

  @Test
  void whoHasNothingToGoBackToGoesOn() {
    PipelineMachine machine = rollingBack();

    machine.refused(false);

    assertThat(effects()).isEmpty();
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  private PipelineMachine rollingBack() {
    PipelineMachine machine = running(false, true);
    users.web = ProcessState.initial().in(Phase.UP);
    machine.changed();
    machine.updated(true, HUP);
    machine.deadlinePassed();
    assertThat(effects()).endsWith(step(Step.ROLL_BACK));
    return machine;
  }

  @Test
  void versionGoesThatNobodyGetsReadyToBeToldOf() {
    PipelineMachine machine = running(false, true);
    users.web = ProcessState.initial().in(Phase.UP);
    machine.changed();
    machine.updated(true, HUP);
    assertThat(effects()).endsWith(new SetDeadline(LIMIT, KEEP.within()));

    machine.deadlinePassed();
    assertThat(effects()).endsWith(step(Step.ROLL_BACK));
    machine.rolledBack();
    users.web = users.web.withReady(true);
    machine.look();

    assertThat(users.calls).containsExactly("ask web", "restart web");
  }

  @Test
  void whoIsToldLateIsAskedAnewAndToBeReadyOnceMore() {
    PipelineMachine machine = running(false, true);
    users.web = ProcessState.initial().in(Phase.UP);
    machine.changed();
    machine.updated(true, HUP);
    users.web = users.web.withReady(true);
    effects();
    machine.look();
    assertThat(users.calls).containsExactly("ask web", "HUP to web", "ask web");
    assertThat(effects()).containsExactly(new SetDeadline(LIMIT, KEEP.within()));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.PROVING);

    users.web = users.web.withReady(true);
    machine.look();

    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.STEADYING);
  }

  @Test
  void versionIsKeptWhenItsUsersAreFoundReadyAnewAndStaySo() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    assertThat(users.calls).containsExactly("HUP to web", "ask web");
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.PROVING);

    users.web = users.web.withReady(true);
    effects();
    machine.look();
    assertThat(effects()).containsExactly(new SetDeadline(LIMIT, KEEP.stays()));
    machine.deadlinePassed();
    machine.look();
    assertThat(effects()).containsExactly(new SetDeadline(LIMIT, KEEP.within()));
    users.web = users.web.withReady(true);
    machine.look();

    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT), step(Step.KEEP));
  }

  @Test
  void readinessFromBeforeDoesNotCount() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, new Action.Nothing());

    machine.look();

    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.PROVING);
  }

  @Test
  void versionWithoutReadyUsersIsRolledBackAndTheyAreRestarted() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    users.web = users.web.withReady(false);
    effects();

    machine.deadlinePassed();
    assertThat(effects())
        .containsExactly(
            new ClearDeadline(LIMIT),
            new Say("what came from /site.tar does not work (web not ready with it): rolling back"),
            step(Step.ROLL_BACK));
    machine.rolledBack();

    assertThat(effects()).containsExactly(new Say("rolled back to the configuration before"));
    assertThat(users.calls).endsWith("restart web");
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.IDLE);
  }

  @Test
  void firstGoodAnswerOfTheOldVersionIsNoProof() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    users.web = users.web.withReady(true);
    machine.look();
    machine.deadlinePassed();
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.CONFIRMING);
    effects();

    machine.deadlinePassed();

    assertThat(effects()).contains(step(Step.ROLL_BACK));
  }

  @Test
  void userThatFailsAfterAMomentOfReadinessIsNoProof() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    users.web = users.web.withReady(true);
    machine.look();
    effects();

    users.web = users.web.in(Phase.CLEARING).withReady(false);
    machine.look();

    assertThat(effects()).contains(step(Step.ROLL_BACK));
  }

  @Test
  void userMaySayThatItReadsItsConfigurationAnewButNotForEver() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    for (int i = 0; i < 4; i++) {
      users.web = users.web.withReady(true);
      machine.look();
      assertThat(machine.state().phase()).isEqualTo(PipelinePhase.STEADYING);
      users.web = users.web.withReady(false);
      effects();
      machine.look();
    }

    assertThat(effects()).contains(step(Step.ROLL_BACK));
  }

  @Test
  void newerVersionWaitsForTheProofOfTheOneBefore() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    effects();

    machine.changed();
    assertThat(effects()).isEmpty();
    machine.deadlinePassed();
    machine.rolledBack();

    assertThat(effects()).endsWith(step(Step.SWITCH));
  }

  @Test
  void versionOfUsersWhoRestIsNeitherKeptNorRolledBackUntilTheyRunAgain() {
    PipelineMachine machine = running(false, true);
    users.resting = true;
    users.web = ProcessState.initial();
    machine.changed();
    effects();
    machine.updated(true, HUP);
    machine.look();
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.AWAITING_USERS);
    assertThat(effects()).isEmpty();

    users.resting = false;
    machine.look();

    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.PROVING);
    assertThat(effects()).contains(new SetDeadline(LIMIT, KEEP.within()));
  }

  @Test
  void stoppingItsUsersDuringTheProofIsNoFailure() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    effects();

    users.resting = true;
    users.web = users.web.in(Phase.STOPPING).withReady(false);
    machine.deadlinePassed();
    machine.look();

    assertThat(effects()).containsExactly(new ClearDeadline(LIMIT));
    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.AWAITING_USERS);
  }

  @Test
  void endOfEverythingDuringTheProofIsNoFailure() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    effects();

    users.leaving = true;
    machine.deadlinePassed();

    assertThat(effects()).isEmpty();
  }

  @Test
  void newerVersionWhileUsersRestTakesThePlaceOfTheOneThatNobodyTried() {
    PipelineMachine machine = running(false, true);
    users.resting = true;
    users.web = ProcessState.initial();
    machine.changed();
    machine.updated(true, HUP);
    machine.look();
    effects();

    machine.changed();
    assertThat(effects()).contains(step(Step.ROLL_BACK));
    machine.rolledBack();

    assertThat(effects()).endsWith(step(Step.SWITCH));
  }

  @Test
  void everyoneWhoTookTheVersionIsRestartedWithTheFormerOne() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, new Action.Send(Map.of("web", Signal.HUP, "db", Signal.USR1)));
    machine.look();
    users.web = users.web.withReady(false);
    machine.deadlinePassed();
    users.calls.clear();

    machine.rolledBack();

    assertThat(users.calls).containsExactly("restart db", "restart web");
  }

  @Test
  void firstVersionIsProvenByTheFirstStart() {
    PipelineMachine machine = machine(false, true, false);
    users.web = ProcessState.initial();
    machine.changed();

    machine.updated(true, HUP);
    machine.look();
    assertThat(machine.state().configured()).isTrue();
    assertThat(users.calls).containsExactly("ask web");
    users.web = users.web.in(Phase.UP).withReady(true);
    machine.look();

    assertThat(machine.state().phase()).isEqualTo(PipelinePhase.STEADYING);
  }

  @Test
  void versionThatNobodyKeptIsProvenByTheNextSupervisor() {
    PipelineMachine machine = machine(false, true, false);
    users.web = ProcessState.initial();

    machine.unproven();
    assertThat(machine.state().configured()).isTrue();
    effects();
    machine.deadlinePassed();

    assertThat(effects()).contains(step(Step.ROLL_BACK));
  }
}
