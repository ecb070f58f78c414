package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Configure;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.Step;
import dev.ostler.supervisor.Effect.TellByCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The stories of a new version on its way to its users. */
class PipelineMachineTest {
  private static final String SITE = "site";
  private static final Deadline LIMIT = new Deadline(Deadline.Kind.PIPELINE, SITE);
  private static final Duration CHECK_LIMIT = Duration.ofMinutes(1);
  private static final KeepIf KEEP =
      new KeepIf(Set.of("web"), Duration.ofSeconds(10), Duration.ofSeconds(1));
  private static final Action HUP = new Action.Send(Map.of("web", Signal.HUP));

  /** A user whose state the test decides. */
  static final class FakeUsers implements PipelineMachine.Users {
    private final List<String> calls = new ArrayList<>();
    ProcessState web = ProcessState.initial().in(Phase.UP).withReady(true);
    private boolean leaving;
    private boolean resting;
    private boolean beenReady;

    @Override
    public ProcessState state(String process) {
      return web;
    }

    @Override
    public void send(String process, Signal signal) {
      calls.add(signal + " to " + process);
    }

    @Override
    public void restart(String process) {
      calls.add("restart " + process);
    }

    @Override
    public boolean hasBeenReady(String process) {
      return beenReady || web.ready();
    }

    @Override
    public boolean isResting(String process) {
      return resting;
    }

    @Override
    public void askAnew(String process) {
      calls.add("ask " + process);
    }

    @Override
    public boolean areLeaving() {
      return leaving;
    }
  }

  private final FakeUsers users = new FakeUsers();
  private final List<Effect> effects = new ArrayList<>();

  private PipelineMachine machine(boolean checked, boolean kept, boolean configured) {
    ConfigurationSetup.Check check =
        new ConfigurationSetup.Check(
            ChildCommand.of(List.of("check", "{staged}"), Map.of()), CHECK_LIMIT);
    ConfigurationSetup setup =
        new ConfigurationSetup(
            SITE,
            new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, Path.of("/site.tar")),
            Path.of("/site"),
            TreeOptions.defaults(),
            checked ? Optional.of(check) : Optional.empty(),
            List.of(),
            kept ? Optional.of(KEEP) : Optional.empty(),
            Set.of("web"),
            true);
    return new PipelineMachine(setup, PipelineState.initial(configured), users, effects);
  }

  private PipelineMachine running(boolean checked, boolean kept) {
    return machine(checked, kept, true);
  }

  private List<Effect> effects() {
    List<Effect> copy = List.copyOf(effects);
    effects.clear();
    return copy;
  }

  private static Effect step(Step step) {
    return new Configure(SITE, step);
  }

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
  void whoIsToldLateIsToBeReadyOnceMore() {
    PipelineMachine machine = running(false, true);
    users.web = ProcessState.initial().in(Phase.UP);
    machine.changed();
    machine.updated(true, HUP);
    users.web = users.web.withReady(true);
    machine.look();
    assertThat(users.calls).containsExactly("ask web", "HUP to web");
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
  void restartIsAskedForAtOnce() {
    PipelineMachine machine = running(false, true);
    machine.changed();
    machine.updated(true, new Action.Restart(Set.of("web")));

    assertThat(users.calls).containsExactly("restart web", "ask web");
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

  @Test
  void requiredFirstVersionIsWaitedForAndAnyOtherIsNot() {
    PipelineMachine required = machine(false, false, false);

    required.changed();
    required.refused();

    assertThat(required.state().configured()).isFalse();
    assertThat(required.state().phase()).isEqualTo(PipelinePhase.IDLE);
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
