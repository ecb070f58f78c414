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
import dev.ostler.supervisor.Effect.Say;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.Effect.UpdateConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The main stories of a workload that lives. */
class MachineTest {
  @Test
  void processIsStartedAndShown() {
    Machine machine = down(Policy.defaults());

    assertThat(machine.next(new Input.Begun())).containsExactly(new Start());
    assertThat(machine.next(UP)).containsExactly(new MarkRunning(Exits.PID));
  }

  @Test
  void stopAndStartNeverOverlap() {
    Machine machine = up(Policies.onRequest());

    assertThat(machine.next(STOP).getFirst()).isEqualTo(new Say("suspended"));
    assertThat(machine.next(START)).containsExactly(new Say("resumed"));
    assertThat(machine.next(Exits.ended(Exits.signal(Signal.TERM)))).doesNotContain(new Start());
    assertThat(machine.next(GONE)).endsWith(new Start());
  }

  @Test
  void repeatedStopAndStartDoNothing() {
    Machine machine = up(Policies.onRequest());

    assertThat(machine.next(START)).isEmpty();
    machine.next(STOP);
    assertThat(machine.next(STOP)).isEmpty();
    give(machine, ended(0), GONE);
    assertThat(machine.next(STOP)).isEmpty();
  }

  @Test
  void stopDuringTheStartStopsWhatWasStarted() {
    Machine machine = down(Policies.onRequest());

    give(machine, new Input.Begun(), STOP);

    assertThat(machine.next(UP)).containsAll(STOP_BY_TERM);
  }

  @Test
  void startThatFailsWhileSuspendedIsNoFailure() {
    Machine machine = down(Policies.onRequest());

    give(machine, new Input.Begun(), STOP);

    assertThat(machine.next(new Input.FailedToStart("cannot run 'x'", 127)))
        .containsExactly(new Say("cannot run 'x'"));
    assertThat(machine.next(START)).containsExactly(new Say("resumed"), new Start());
  }

  @Test
  void startThatFailsEndsWithTheStatusOfAShell() {
    Machine machine = down(Policies.of(RestartPolicy.When.NEVER));

    give(machine, new Input.Begun(), new Input.FailedToStart("cannot run 'x'", 126));

    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(126));
  }

  @Test
  void onRequestSuccessSuspendsAndFailureEnds() {
    Machine machine = up(Policies.onRequest());
    assertThat(give(machine, ended(0), GONE)).endsWith(new Say("suspended"));
    assertThat(give(machine, START, UP)).containsExactly(new MarkRunning(Exits.PID));

    assertThat(give(machine, ended(7), GONE)).contains(new Say("the process exited with status 7"));
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(7));
  }

  @Test
  void onRequestFailureWhileStoppedIsIgnored() {
    Machine machine = up(Policies.onRequest());

    assertThat(give(machine, STOP, ended(7), GONE))
        .containsExactly(new MarkStopped(), new ClearDeadline());
  }

  @Test
  void standbyStopsAndActivationStarts() {
    Machine machine = up(Policy.defaults());

    List<Effect> standby = new ArrayList<>(List.of(new Say("on standby")));
    standby.addAll(stopBy(Signal.TERM).subList(0, 3));
    standby.add(new SetDeadline(Duration.ofSeconds(30)));
    assertThat(machine.next(new Input.ActivationSet(false))).isEqualTo(standby);
    assertThat(give(machine, ended(0), GONE)).doesNotContain(new Start());
    assertThat(machine.next(new Input.ActivationSet(true)))
        .containsExactly(new Say("active"), new Start());
  }

  @Test
  void standbyFromTheBeginningIsSaid() {
    Machine machine = new Machine(Policy.defaults(), State.initial(false, true));

    assertThat(machine.next(new Input.Begun())).containsExactly(new Say("on standby"));
  }

  @Test
  void flappingActivationDuringAStopEndsInOneStart() {
    Machine machine = up(Policy.defaults());
    for (int i = 0; i < 5; i++) {
      give(machine, new Input.ActivationSet(false), new Input.ActivationSet(true));
    }

    assertThat(machine.next(ended(0))).doesNotContain(new Start());
    assertThat(machine.next(GONE)).containsOnlyOnce(new Start());
  }

  @Test
  void restartsWaitLongerAndLongerAndStartAfreshWhenStable() {
    Machine machine = up(Policies.of(RestartPolicy.When.ALWAYS));

    assertThat(give(machine, ended(1), GONE)).endsWith(new Say("restarting"), new Start());
    assertThat(give(machine, UP, ended(1), GONE))
        .endsWith(new Say("restarting in 1000 ms"), new SetDeadline(Duration.ofSeconds(1)));
    assertThat(machine.next(new Input.DeadlinePassed())).containsExactly(new Start());
    assertThat(give(machine, UP, ended(1), GONE)).contains(new Say("restarting in 2000 ms"));
    assertThat(
            give(
                machine,
                new Input.DeadlinePassed(),
                UP,
                new Input.Ended(Exits.status(1), Duration.ofSeconds(10)),
                GONE))
        .endsWith(new Say("restarting"), new Start());
  }

  @Test
  void onFailureSuccessEnds() {
    Machine machine = up(Policies.of(RestartPolicy.When.ON_FAILURE));

    assertThat(give(machine, ended(0), GONE, new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void firstStartWaitsForTheConfiguration() {
    Machine machine = new Machine(Policy.defaults(), State.initial(true, false));

    assertThat(machine.next(new Input.Begun())).isEmpty();
    assertThat(machine.next(new Input.ConfigurationChanged()))
        .containsExactly(new UpdateConfiguration());
    assertThat(machine.next(new Input.ConfigurationUpdated(true))).containsExactly(new Start());
  }

  @Test
  void badFirstConfigurationIsWaitedOutOnlyIfAskedFor() {
    Machine patient =
        new Machine(
            Policies.of(RestartPolicy.When.NEVER, new Policy.NoReload(), true, Optional.empty()),
            State.initial(true, false));
    Machine hasty = new Machine(Policy.defaults(), State.initial(true, false));

    assertThat(patient.next(new Input.ConfigurationFailed())).isEmpty();
    assertThat(hasty.next(new Input.ConfigurationFailed())).containsExactly(new Start());
  }

  @Test
  void newConfigurationReachesARunningProcessAsAskedFor() {
    Input updated = new Input.ConfigurationUpdated(true);

    assertThat(up(Policies.reloading(new Policy.NoReload())).next(updated)).isEmpty();
    assertThat(up(Policies.reloading(new Policy.ReloadBySignal(Signal.HUP))).next(updated))
        .containsExactly(new SignalProcess(Signal.HUP));
    List<Effect> restart =
        new ArrayList<>(List.of(new Say("restarting for the new configuration")));
    restart.addAll(STOP_BY_TERM);
    assertThat(up(Policies.reloading(new Policy.ReloadByRestart())).next(updated))
        .isEqualTo(restart);
  }

  @Test
  void equalConfigurationReachesNobody() {
    Machine machine = up(Policies.reloading(new Policy.ReloadByRestart()));

    assertThat(machine.next(new Input.ConfigurationUpdated(false))).isEmpty();
  }

  @Test
  void configurationDuringAStopIsThereForTheNextStart() {
    Machine machine = up(Policies.reloading(new Policy.ReloadByRestart()));
    Input updated = new Input.ConfigurationUpdated(true);

    assertThat(give(machine, updated, updated)).isEmpty();
    assertThat(give(machine, ended(0), GONE)).endsWith(new Start());
  }

  @Test
  void configurationIsLeftAloneOnceWeLeave() {
    Machine machine = up(Policy.defaults());

    assertThat(give(machine, TERM, new Input.ConfigurationChanged())).isEmpty();
  }

  @Test
  void signalsAreForwardedRewrittenOrDropped() {
    SignalMap map =
        SignalMap.unchanged()
            .with(Signal.USR1, Optional.of(Signal.HUP))
            .with(Signal.USR2, Optional.empty());
    Machine machine = up(Policies.rewriting(Signal.TERM, map, false));

    assertThat(machine.next(new Input.SignalArrived(Signal.WINCH)))
        .containsExactly(new SignalProcess(Signal.WINCH));
    assertThat(machine.next(new Input.SignalArrived(Signal.USR1)))
        .containsExactly(new SignalProcess(Signal.HUP));
    assertThat(machine.next(new Input.SignalArrived(Signal.USR2))).isEmpty();
  }

  @Test
  void signalsGoToTheWholeGroupIfAskedFor() {
    Machine machine = up(Policies.rewriting(Signal.TERM, SignalMap.unchanged(), true));

    assertThat(machine.next(new Input.SignalArrived(Signal.HUP)))
        .containsExactly(new SignalGroup(Signal.HUP));
  }

  @Test
  void signalRightBehindAStartIsNotLost() {
    Machine machine = down(Policies.onRequest());

    assertThat(give(machine, new Input.Begun(), new Input.SignalRequested(Signal.QUIT)))
        .containsExactly(new SignalProcess(Signal.QUIT));
  }
}
