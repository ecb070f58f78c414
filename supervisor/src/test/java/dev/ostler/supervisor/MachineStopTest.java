package dev.ostler.supervisor;

import static dev.ostler.supervisor.Stories.GONE;
import static dev.ostler.supervisor.Stories.START;
import static dev.ostler.supervisor.Stories.STOP;
import static dev.ostler.supervisor.Stories.STOP_BY_TERM;
import static dev.ostler.supervisor.Stories.TERM;
import static dev.ostler.supervisor.Stories.UP;
import static dev.ostler.supervisor.Stories.down;
import static dev.ostler.supervisor.Stories.ended;
import static dev.ostler.supervisor.Stories.give;
import static dev.ostler.supervisor.Stories.stopBy;
import static dev.ostler.supervisor.Stories.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.MarkRunning;
import dev.ostler.supervisor.Effect.MarkStopped;
import dev.ostler.supervisor.Effect.MarkStopping;
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalEveryone;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The stories of how a workload and all around it ends. */
class MachineStopTest {
  @Test
  void endOfTheProcessEndsItsGroupThenEveryoneThenUsWithItsStatus() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(machine.next(ended(7)))
        .containsExactly(
            new SignalGroup(Signal.TERM),
            new SignalGroup(Signal.CONT),
            new MarkStopping(),
            new SetDeadline(Policies.GRACE));
    assertThat(machine.next(GONE))
        .containsExactly(
            new MarkStopped(),
            new ClearDeadline(),
            new SignalEveryone(Signal.TERM),
            new SetDeadline(Policies.GRACE));
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(7));
  }

  @Test
  void whoIsLeftAfterTheGraceIsKilled() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(give(machine, ended(0), new Input.DeadlinePassed()))
        .contains(new SignalGroup(Signal.KILL));
    assertThat(give(machine, GONE, new Input.DeadlinePassed()))
        .containsExactly(new SignalEveryone(Signal.KILL), new ClearDeadline());
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void termStopsByTheStopSignalAndEndsWithTheStatusOfTheProcess() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));

    assertThat(machine.next(TERM)).isEqualTo(STOP_BY_TERM);
    assertThat(machine.next(Exits.ended(Exits.signal(Signal.TERM))))
        .containsExactly(new SignalGroup(Signal.TERM), new SignalGroup(Signal.CONT));
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
    return up(Policies.rewriting(stopSignal, signals, false)).next(TERM);
  }

  @Test
  void interruptStaysAnInterrupt() {
    Machine machine = up(Policies.rewriting(Signal.QUIT, SignalMap.unchanged(), false));

    assertThat(machine.next(new Input.SignalArrived(Signal.INT))).isEqualTo(stopBy(Signal.INT));
  }

  @Test
  void termDuringTheStartStopsWhatWasStartedByTheRewrittenSignal() {
    SignalMap rewriting = SignalMap.unchanged().with(Signal.TERM, Optional.of(Signal.USR1));
    Machine machine = down(Policies.rewriting(Signal.QUIT, rewriting, false));

    assertThat(give(machine, new Input.Begun(), TERM)).isEmpty();

    List<Effect> expected = new ArrayList<>(List.of(new MarkRunning(Exits.PID)));
    expected.addAll(stopBy(Signal.USR1));
    assertThat(machine.next(UP)).isEqualTo(expected);
  }

  @Test
  void secondRequestHurries() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(give(machine, TERM, TERM)).contains(new SignalGroup(Signal.KILL));
    assertThat(give(machine, Exits.ended(Exits.signal(Signal.KILL)), GONE, TERM))
        .contains(new SignalEveryone(Signal.KILL));
  }

  @Test
  void firstRequestAfterAFailureDoesNotHurry() {
    Machine machine = up(Policies.onRequest());
    give(machine, new Input.CompanionFailed(1));

    assertThat(machine.next(TERM)).isEmpty();
    assertThat(machine.next(TERM)).contains(new SignalGroup(Signal.KILL));
    assertThat(give(machine, Exits.ended(Exits.signal(Signal.KILL)), GONE, new Input.NobodyLeft()))
        .containsExactly(new Exit(1));
  }

  @Test
  void termWhileNothingRunsEndsWithZero() {
    Machine machine = new Machine(Policy.defaults(), State.initial(false, true));

    assertThat(give(machine, new Input.Begun(), TERM)).contains(new SignalEveryone(Signal.TERM));
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void memberThatCannotBeKilledDelaysTheNextStart() {
    Machine machine = up(Policies.onRequest());
    give(machine, STOP, START, Exits.ended(Exits.signal(Signal.TERM)));

    assertThat(machine.next(new Input.DeadlinePassed())).contains(new SignalGroup(Signal.KILL));
    assertThat(machine.next(new Input.DeadlinePassed()))
        .containsExactly(
            new Say("waiting for processes that are not gone although they were killed"),
            new SetDeadline(Duration.ofSeconds(5)));
    assertThat(machine.next(GONE))
        .containsExactly(new MarkStopped(), new ClearDeadline(), new Start());
  }

  @Test
  void memberThatCannotBeKilledDoesNotKeepUsFromKillingEveryone() {
    Machine machine = up(Policies.onRequest());
    give(machine, TERM, Exits.ended(Exits.signal(Signal.TERM)), new Input.DeadlinePassed());

    assertThat(machine.next(new Input.DeadlinePassed()))
        .containsExactly(new SignalEveryone(Signal.KILL), new ClearDeadline());
    assertThat(machine.next(GONE)).containsExactly(new MarkStopped());
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void startThatFailsAfterTermIsNotTriedAgain() {
    Machine machine = down(Policies.of(RestartPolicy.When.ALWAYS));

    give(machine, new Input.Begun(), TERM);

    assertThat(machine.next(new Input.FailedToStart("cannot run 'x'", 127)))
        .doesNotContain(new Start())
        .contains(new SignalEveryone(Signal.TERM));
  }

  @Test
  void termDuringTheWaitForARestartEnds() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));
    give(machine, ended(1), GONE, UP, ended(1), GONE);

    assertThat(machine.next(TERM))
        .containsExactly(
            new ClearDeadline(), new SignalEveryone(Signal.TERM), new SetDeadline(Policies.GRACE));
  }

  @Test
  void failureBesideTheProcessStopsItFirst() {
    Machine machine = up(Policies.onRequest());

    assertThat(machine.next(new Input.CompanionFailed(1))).isEqualTo(STOP_BY_TERM);
    assertThat(give(machine, ended(0), GONE, new Input.NobodyLeft())).containsExactly(new Exit(1));
  }
}
