package dev.ostler.supervisor;

import static dev.ostler.supervisor.Stories.GONE;
import static dev.ostler.supervisor.Stories.LATE;
import static dev.ostler.supervisor.Stories.NO_DEADLINE;
import static dev.ostler.supervisor.Stories.RUNNING;
import static dev.ostler.supervisor.Stories.START;
import static dev.ostler.supervisor.Stories.STARTING;
import static dev.ostler.supervisor.Stories.STOP;
import static dev.ostler.supervisor.Stories.STOPPED;
import static dev.ostler.supervisor.Stories.STOP_BY_TERM;
import static dev.ostler.supervisor.Stories.UP;
import static dev.ostler.supervisor.Stories.deadline;
import static dev.ostler.supervisor.Stories.down;
import static dev.ostler.supervisor.Stories.ended;
import static dev.ostler.supervisor.Stories.failedToStart;
import static dev.ostler.supervisor.Stories.give;
import static dev.ostler.supervisor.Stories.next;
import static dev.ostler.supervisor.Stories.onRequest;
import static dev.ostler.supervisor.Stories.setup;
import static dev.ostler.supervisor.Stories.signal;
import static dev.ostler.supervisor.Stories.signalGroup;
import static dev.ostler.supervisor.Stories.signalRequested;
import static dev.ostler.supervisor.Stories.standingBy;
import static dev.ostler.supervisor.Stories.stopBy;
import static dev.ostler.supervisor.Stories.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.Say;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The main stories of a workload that lives. */
class MachineTest {
  @Test
  void processIsStartedAndShown() {
    Machine machine = down(Policy.defaults());

    assertThat(next(machine, new Input.Begun())).containsExactly(STARTING);
    assertThat(next(machine, UP)).containsExactly(RUNNING);
  }

  @Test
  void stopAndStartNeverOverlap() {
    Machine machine = up(onRequest());

    assertThat(next(machine, STOP).getFirst()).isEqualTo(new Say("suspended"));
    assertThat(next(machine, START)).containsExactly(new Say("resumed"));
    assertThat(next(machine, Exits.ended(Exits.signal(Signal.TERM)))).doesNotContain(STARTING);
    assertThat(next(machine, GONE)).endsWith(STARTING);
  }

  @Test
  void repeatedStopAndStartDoNothing() {
    Machine machine = up(onRequest());

    assertThat(next(machine, START)).isEmpty();
    next(machine, STOP);
    assertThat(next(machine, STOP)).isEmpty();
    give(machine, ended(0), GONE);
    assertThat(next(machine, STOP)).isEmpty();
  }

  @Test
  void stopDuringTheStartStopsWhatWasStarted() {
    Machine machine = down(onRequest());

    give(machine, new Input.Begun(), STOP);

    assertThat(next(machine, UP)).containsAll(STOP_BY_TERM);
  }

  @Test
  void startThatFailsWhileSuspendedIsNoFailure() {
    Machine machine = down(onRequest());

    give(machine, new Input.Begun(), STOP);

    assertThat(next(machine, failedToStart(127))).containsExactly(new Say("cannot run 'x'"));
    assertThat(next(machine, START)).containsExactly(new Say("resumed"), STARTING);
  }

  @Test
  void startThatFailsEndsWithTheStatusOfAShell() {
    Machine machine = down(Policies.of(RestartPolicy.When.NEVER));

    give(machine, new Input.Begun(), failedToStart(126));

    assertThat(next(machine, new Input.NobodyLeft())).containsExactly(new Exit(126));
  }

  @Test
  void onRequestSuccessSuspendsAndFailureEnds() {
    Machine machine = up(onRequest());
    assertThat(give(machine, ended(0), GONE)).endsWith(new Say("suspended"));
    assertThat(give(machine, START, UP)).containsExactly(RUNNING);

    assertThat(give(machine, ended(7), GONE)).contains(new Say("the process exited with status 7"));
    assertThat(next(machine, new Input.NobodyLeft())).containsExactly(new Exit(7));
  }

  @Test
  void onRequestFailureWhileStoppedIsIgnored() {
    Machine machine = up(onRequest());

    assertThat(give(machine, STOP, ended(7), GONE)).containsExactly(STOPPED, NO_DEADLINE);
  }

  @Test
  void standbyIsConfirmedWhenEverythingHasEndedAndActivationStarts() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));

    assertThat(next(machine, new Input.ActivationSet(false))).isEqualTo(stopBy(Signal.TERM));
    assertThat(give(machine, ended(0), GONE)).endsWith(NO_DEADLINE, new Say("on standby"));
    assertThat(next(machine, new Input.ActivationSet(true)))
        .containsExactly(new Say("active"), STARTING);
  }

  @Test
  void standbyFromTheBeginningIsSaid() {
    Machine machine = standingBy(Policy.defaults());

    assertThat(next(machine, new Input.Begun())).containsExactly(new Say("on standby"));
  }

  @Test
  void flappingActivationDuringAStopEndsInOneStart() {
    Machine machine = up(Policy.defaults());
    for (int i = 0; i < 5; i++) {
      give(machine, new Input.ActivationSet(false), new Input.ActivationSet(true));
    }

    assertThat(next(machine, ended(0))).doesNotContain(STARTING);
    assertThat(next(machine, GONE)).containsOnlyOnce(STARTING);
  }

  @Test
  void restartsWaitLongerAndLongerAndStartAfreshWhenStable() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));

    assertThat(give(machine, ended(1), GONE)).endsWith(new Say("restarting"), STARTING);
    assertThat(give(machine, UP, ended(1), GONE))
        .endsWith(new Say("restarting in 1000 ms"), deadline(Duration.ofSeconds(1)));
    assertThat(next(machine, LATE)).containsExactly(STARTING);
    assertThat(give(machine, UP, ended(1), GONE)).contains(new Say("restarting in 2000 ms"));
    assertThat(
            give(
                machine,
                LATE,
                UP,
                new Input.Ended(Setup.ONLY, Exits.status(1), Duration.ofSeconds(10)),
                GONE))
        .endsWith(new Say("restarting"), STARTING);
  }

  @Test
  void onFailureSuccessEnds() {
    Machine machine = up(Policies.of(RestartPolicy.When.ON_FAILURE));

    assertThat(give(machine, ended(0), GONE, new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void signalsAreForwardedRewrittenOrDropped() {
    SignalMap map =
        SignalMap.unchanged()
            .with(Signal.USR1, Optional.of(Signal.HUP))
            .with(Signal.USR2, Optional.empty());
    Machine machine = up(setup(Policies.of(RestartPolicy.When.NEVER), map));

    assertThat(next(machine, new Input.SignalArrived(Signal.WINCH)))
        .containsExactly(signal(Signal.WINCH));
    assertThat(next(machine, new Input.SignalArrived(Signal.USR1)))
        .containsExactly(signal(Signal.HUP));
    assertThat(next(machine, new Input.SignalArrived(Signal.USR2))).isEmpty();
  }

  @Test
  void signalsGoToTheWholeGroupIfAskedFor() {
    Policy wholeGroup =
        Policies.of(RestartPolicy.When.NEVER)
            .withTraits(new Policy.Traits(true, false, true, false, true));
    Machine machine = up(wholeGroup);

    assertThat(next(machine, new Input.SignalArrived(Signal.HUP)))
        .containsExactly(signalGroup(Signal.HUP));
  }

  @Test
  void signalRightBehindAStartIsNotLost() {
    Machine machine = down(onRequest());

    assertThat(give(machine, new Input.Begun(), signalRequested(Signal.QUIT)))
        .containsExactly(signal(Signal.QUIT));
  }

  @Test
  void restartThatIsAskedForDuringTheStartComesRightAfterIt() {
    Machine machine = down(Policies.of(RestartPolicy.When.NEVER));
    next(machine, new Input.Begun());
    machine.restart(Setup.ONLY);

    assertThat(next(machine, UP)).contains(RUNNING).containsAll(STOP_BY_TERM);
    assertThat(give(machine, ended(0), GONE)).endsWith(STARTING);
  }

  @Test
  void restartThatIsAskedForAtTheEndDoesNotDependOnHowItEnded() {
    Machine machine = up(Policies.of(RestartPolicy.When.NEVER));
    give(machine, ended(0));
    machine.restart(Setup.ONLY);

    assertThat(next(machine, GONE)).endsWith(STARTING);
  }
}
