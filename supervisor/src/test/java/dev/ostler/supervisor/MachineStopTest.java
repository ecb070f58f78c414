package dev.ostler.supervisor;

import static dev.ostler.supervisor.Stories.END;
import static dev.ostler.supervisor.Stories.GONE;
import static dev.ostler.supervisor.Stories.LATE;
import static dev.ostler.supervisor.Stories.NO_DEADLINE;
import static dev.ostler.supervisor.Stories.RUNNING;
import static dev.ostler.supervisor.Stories.START;
import static dev.ostler.supervisor.Stories.STARTING;
import static dev.ostler.supervisor.Stories.STOP;
import static dev.ostler.supervisor.Stories.STOPPED;
import static dev.ostler.supervisor.Stories.STOPPING;
import static dev.ostler.supervisor.Stories.STOP_BY_TERM;
import static dev.ostler.supervisor.Stories.TERM;
import static dev.ostler.supervisor.Stories.UP;
import static dev.ostler.supervisor.Stories.deadline;
import static dev.ostler.supervisor.Stories.down;
import static dev.ostler.supervisor.Stories.endWithin;
import static dev.ostler.supervisor.Stories.ended;
import static dev.ostler.supervisor.Stories.failedToStart;
import static dev.ostler.supervisor.Stories.give;
import static dev.ostler.supervisor.Stories.next;
import static dev.ostler.supervisor.Stories.onRequest;
import static dev.ostler.supervisor.Stories.setup;
import static dev.ostler.supervisor.Stories.signal;
import static dev.ostler.supervisor.Stories.signalGroup;
import static dev.ostler.supervisor.Stories.standingBy;
import static dev.ostler.supervisor.Stories.stopBy;
import static dev.ostler.supervisor.Stories.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.LeaveGroup;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SignalEveryone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The stories of how a workload and all around it ends. */
class MachineStopTest {
  @Test
  void endOfTheProcessEndsItsGroupThenEveryoneThenUsWithItsStatus() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(next(machine, ended(7)))
        .containsExactly(
            signalGroup(Signal.TERM), signalGroup(Signal.CONT), STOPPING, deadline(Policies.GRACE));
    assertThat(next(machine, GONE))
        .containsExactly(
            STOPPED, NO_DEADLINE, new SignalEveryone(Signal.TERM), endWithin(Policies.GRACE));
    assertThat(next(machine, new Input.NobodyLeft())).containsExactly(new Exit(7));
  }

  @Test
  void whoAnswersForItsLeaderAloneLeavesTheOthersAndIsRestartedBesideThem() {
    Machine machine = up(leaderAlone());

    assertThat(next(machine, ended(7)))
        .containsExactly(
            signalGroup(Signal.CONT),
            STOPPING,
            deadline(Policies.GRACE),
            new LeaveGroup(Setup.ONLY));
    assertThat(next(machine, GONE)).contains(STARTING);
  }

  @Test
  void whoAnswersForItsLeaderAloneIsKilledAlone() {
    Machine machine = up(leaderAlone());

    assertThat(give(machine, STOP, LATE))
        .contains(signal(Signal.KILL))
        .doesNotContain(signalGroup(Signal.KILL));
  }

  @Test
  void whoseGroupIsClearedWhenOnlyTheLeaderCountsAnyMoreLeavesIt() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));

    next(machine, ended(7));
    next(machine, new Input.SetupChanged(setup(leaderAlone()), Set.of()));

    assertThat(next(machine, LATE))
        .contains(new LeaveGroup(Setup.ONLY))
        .doesNotContain(signalGroup(Signal.KILL));
  }

  private static Policy leaderAlone() {
    List<Stopping.Step> steps = List.of(new Stopping.Step(Signal.TERM, Policies.GRACE));
    return Policies.of(RestartPolicy.When.ALWAYS)
        .withStopping(new Stopping(Optional.empty(), steps, Stopping.Whom.LEADER));
  }

  @Test
  void whoIsLeftAfterTheGraceIsKilled() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(give(machine, ended(0), LATE)).contains(signalGroup(Signal.KILL));
    assertThat(give(machine, GONE, new Input.DeadlinePassed(END, Optional.empty())))
        .containsExactly(new SignalEveryone(Signal.KILL), new ClearDeadline(END));
    assertThat(next(machine, new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void termStopsByTheStopSignalAndEndsWithTheStatusOfTheProcess() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));

    assertThat(next(machine, TERM)).isEqualTo(STOP_BY_TERM);
    assertThat(next(machine, Exits.ended(Exits.signal(Signal.TERM))))
        .containsExactly(signalGroup(Signal.TERM), signalGroup(Signal.CONT));
    assertThat(give(machine, GONE, new Input.NobodyLeft())).containsExactly(new Exit(143));
  }

  @Test
  void termBecomesTheStopSignalUnlessItIsRewritten() {
    SignalMap rewriting = SignalMap.unchanged().with(Signal.TERM, Optional.of(Signal.USR1));
    SignalMap dropping = SignalMap.unchanged().with(Signal.TERM, Optional.empty());

    assertThat(stopped(Signal.QUIT, SignalMap.unchanged())).isEqualTo(stopBy(Signal.QUIT));
    assertThat(stopped(Signal.QUIT, rewriting)).isEqualTo(stopBy(Signal.USR1));
    assertThat(stopped(Signal.QUIT, dropping)).isEqualTo(stopBy(Signal.QUIT));
  }

  private static List<Effect> stopped(Signal stopSignal, SignalMap signals) {
    return next(up(setup(Policies.stoppedBy(stopSignal), signals)), TERM);
  }

  @Test
  void interruptStaysAnInterrupt() {
    Machine machine = up(setup(Policies.stoppedBy(Signal.QUIT), SignalMap.unchanged()));

    assertThat(next(machine, new Input.SignalArrived(Signal.INT))).isEqualTo(stopBy(Signal.INT));
  }

  @Test
  void termDuringTheStartStopsWhatWasStartedByTheRewrittenSignal() {
    SignalMap rewriting = SignalMap.unchanged().with(Signal.TERM, Optional.of(Signal.USR1));
    Machine machine = down(setup(Policies.stoppedBy(Signal.QUIT), rewriting));

    assertThat(give(machine, new Input.Begun(), TERM)).isEmpty();

    List<Effect> expected = new ArrayList<>(List.of(RUNNING));
    expected.addAll(stopBy(Signal.USR1));
    assertThat(next(machine, UP)).isEqualTo(expected);
  }

  @Test
  void secondRequestHurries() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(give(machine, TERM, TERM)).contains(signalGroup(Signal.KILL));
    assertThat(give(machine, Exits.ended(Exits.signal(Signal.KILL)), GONE, TERM))
        .contains(new SignalEveryone(Signal.KILL));
  }

  @Test
  void firstRequestAfterAFailureDoesNotHurry() {
    Machine machine = up(onRequest());
    give(machine, new Input.CompanionFailed(1));

    assertThat(next(machine, TERM)).isEmpty();
    assertThat(next(machine, TERM)).contains(signalGroup(Signal.KILL));
    assertThat(give(machine, Exits.ended(Exits.signal(Signal.KILL)), GONE, new Input.NobodyLeft()))
        .containsExactly(new Exit(1));
  }

  @Test
  void termWhileNothingRunsEndsWithZero() {
    Machine machine = standingBy(Policy.defaults());

    assertThat(give(machine, new Input.Begun(), TERM)).contains(new SignalEveryone(Signal.TERM));
    assertThat(next(machine, new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void memberThatCannotBeKilledDelaysTheNextStart() {
    Machine machine = up(onRequest());
    give(machine, STOP, START, Exits.ended(Exits.signal(Signal.TERM)));

    assertThat(next(machine, LATE)).contains(signalGroup(Signal.KILL));
    assertThat(next(machine, LATE))
        .containsExactly(
            new Say("waiting for processes that are not gone although they were killed"),
            deadline(Duration.ofSeconds(5)));
    assertThat(next(machine, GONE)).containsExactly(STOPPED, NO_DEADLINE, STARTING);
  }

  @Test
  void memberThatCannotBeKilledDoesNotKeepUsFromKillingEveryone() {
    Machine machine = up(onRequest());
    give(machine, TERM, Exits.ended(Exits.signal(Signal.TERM)), LATE);

    assertThat(next(machine, LATE))
        .containsExactly(new SignalEveryone(Signal.KILL), new ClearDeadline(END));
    assertThat(next(machine, GONE)).containsExactly(STOPPED, NO_DEADLINE);
    assertThat(next(machine, new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void startThatFailsAfterTermIsNotTriedAgain() {
    Machine machine = down(Policies.of(RestartPolicy.When.ALWAYS));

    give(machine, new Input.Begun(), TERM);

    assertThat(next(machine, failedToStart(127)))
        .doesNotContain(STARTING)
        .contains(new SignalEveryone(Signal.TERM));
  }

  @Test
  void termDuringTheWaitForARestartEnds() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));
    give(machine, ended(1), GONE, UP, ended(1), GONE);

    assertThat(next(machine, TERM))
        .containsExactly(NO_DEADLINE, new SignalEveryone(Signal.TERM), endWithin(Policies.GRACE));
  }

  @Test
  void failureBesideTheProcessStopsItFirst() {
    Machine machine = up(onRequest());

    assertThat(next(machine, new Input.CompanionFailed(1))).isEqualTo(STOP_BY_TERM);
    assertThat(give(machine, ended(0), GONE, new Input.NobodyLeft())).containsExactly(new Exit(1));
  }
}
