package dev.ostler.supervisor;

import static dev.ostler.supervisor.Several.end;
import static dev.ostler.supervisor.Several.follow;
import static dev.ostler.supervisor.Several.machine;
import static dev.ostler.supervisor.Several.process;
import static dev.ostler.supervisor.Several.running;
import static dev.ostler.supervisor.Several.setup;
import static dev.ostler.supervisor.Several.standby;
import static dev.ostler.supervisor.Several.started;
import static dev.ostler.supervisor.Several.suspended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stories of processes that are suspended in their tracks. */
class MachineFreezeTest {
  private static final Policy FREEZING =
      Several.SERVER.withTraits(new Policy.Traits(false, false, false, true, true));
  private static final ProcessSetup WEB = process("web", FREEZING, Map.of());
  private static final Effect FREEZE = new SignalGroup("web", Signal.STOP);
  private static final Effect GO_ON = new SignalGroup("web", Signal.CONT);
  private static final Effect ASK = new SignalProcess("web", Signal.TERM);
  private static final Input TERM = new Input.SignalArrived(Signal.TERM);

  private static Machine frozen() {
    Machine machine = running(setup(WEB));
    machine.next(suspended(true, "web"));
    return machine;
  }

  @Test
  void groupIsStoppedWhereItIsAndGoesOnOnce() {
    Machine machine = running(setup(WEB));

    assertThat(machine.next(suspended(true, "web"))).contains(FREEZE).doesNotContain(ASK);
    assertThat(machine.next(suspended(true, "web"))).isEmpty();
    assertThat(machine.next(suspended(false, "web"))).contains(GO_ON);
    assertThat(machine.next(suspended(false, "web"))).isEmpty();
  }

  @Test
  void whoIsBeingStoppedIsNotFrozen() {
    Machine machine = running(setup(WEB));
    machine.next(new Input.StartSet(Set.of("web"), false, Several.SOMEBODY));

    assertThat(machine.next(suspended(true, "web"))).doesNotContain(FREEZE);
  }

  @Test
  void whoEndsWithEverythingIsNotFrozen() {
    Machine machine = running(setup(WEB));
    machine.next(TERM);

    assertThat(machine.next(suspended(true, "web"))).doesNotContain(FREEZE);
  }

  @Test
  void whoIsBeingStartedIsFrozenAsSoonAsItRuns() {
    Machine machine = machine(setup(WEB), true);
    machine.next(new Input.Begun());

    assertThat(machine.next(suspended(true, "web"))).doesNotContain(FREEZE);
    assertThat(machine.next(started("web"))).contains(FREEZE);
  }

  @Test
  void whoIsFrozenIsAskedToEndBeforeItGoesOn() {
    assertThat(frozen().next(TERM)).containsSubsequence(ASK, GO_ON);
  }

  @Test
  void secondRequestKillsWhoWasFrozen() {
    Machine machine = frozen();
    machine.next(TERM);

    assertThat(machine.next(TERM)).contains(new SignalGroup("web", Signal.KILL));
  }

  @Test
  void whoIsFrozenIsStoppedForStandby() {
    Machine machine = running(standby(Set.of("web"), WEB));
    machine.next(suspended(true, "web"));

    assertThat(machine.next(new Input.ActivationSet(false))).containsSubsequence(ASK, GO_ON);
  }

  @Test
  void nothingIsFoundAgainstWhoIsFrozen() {
    assertThat(frozen().next(new Input.NotAlive("web", "silent"))).isEmpty();
  }

  @Test
  void whoEndsWhileItIsFrozenIsStartedWhenItIsResumed() {
    Machine machine = frozen();
    end(machine, "web", 0);

    assertThat(machine.next(new Input.GroupEnded("web"))).doesNotContain(new Start("web"));
    assertThat(machine.next(suspended(false, "web"))).contains(new Start("web"));
  }

  @Test
  void whoIsRemovedFromTheFileWhileItIsFrozenEnds() {
    Machine machine = running(setup(WEB, process("db")));
    machine.next(suspended(true, "web"));

    assertThat(machine.next(follow(setup(process("db"))))).containsSubsequence(ASK, GO_ON);
  }

  @Test
  void whoIsNotToBeFrozenAnyMoreIsStopped() {
    assertThat(frozen().next(follow(setup(process("web"))))).containsSubsequence(ASK, GO_ON);
  }
}
