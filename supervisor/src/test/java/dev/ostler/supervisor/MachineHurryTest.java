package dev.ostler.supervisor;

import static dev.ostler.supervisor.Several.SERVER;
import static dev.ostler.supervisor.Several.machine;
import static dev.ostler.supervisor.Several.process;
import static dev.ostler.supervisor.Several.running;
import static dev.ostler.supervisor.Several.setup;
import static dev.ostler.supervisor.Several.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.SignalEveryone;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stories of several processes that are asked to end once, and then once more. */
class MachineHurryTest {
  private static final Input TERM = new Input.SignalArrived(Signal.TERM);
  private static final ProcessSetup WEB = process("web", SERVER, Map.of("db", Milestone.STARTED));

  @Test
  void firstRequestLetsThoseThatAreFollowedWait() {
    assertThat(running(setup(process("db"), WEB)).next(TERM))
        .contains(new SignalProcess("web", Signal.TERM))
        .doesNotContain(new SignalProcess("db", Signal.TERM));
  }

  @Test
  void secondKillsWhoWasAskedAndAsksWhoWaited() {
    Machine machine = running(setup(process("db"), WEB));
    machine.next(TERM);

    assertThat(machine.next(TERM))
        .contains(new SignalGroup("web", Signal.KILL), new SignalProcess("db", Signal.TERM))
        .doesNotContain(new SignalGroup("db", Signal.KILL));
  }

  @Test
  void thirdKillsThemToo() {
    Machine machine = running(setup(process("db"), WEB));
    machine.next(TERM);
    machine.next(TERM);

    assertThat(machine.next(TERM))
        .contains(new SignalGroup("db", Signal.KILL))
        .doesNotContain(new SignalGroup("web", Signal.KILL));
  }

  @Test
  void anyStoppingSignalHurriesNotOnlyTheSame() {
    Machine machine = running(setup(process("web")));
    machine.next(TERM);

    assertThat(machine.next(new Input.SignalArrived(Signal.INT)))
        .contains(new SignalGroup("web", Signal.KILL));
  }

  @Test
  void drainIsCutShort() {
    Stopping.Step term = new Stopping.Step(Signal.TERM, Policies.GRACE);
    Stopping.Drain drain = new Stopping.Drain(Optional.empty(), Duration.ofSeconds(9));
    Policy draining =
        SERVER.withStopping(new Stopping(Optional.of(drain), List.of(term), Stopping.Whom.GROUP));
    Machine machine = running(setup(process("web", draining, Map.of())));

    assertThat(machine.next(TERM)).doesNotContain(new SignalProcess("web", Signal.TERM));
    assertThat(machine.next(TERM)).contains(new SignalGroup("web", Signal.KILL));
  }

  @Test
  void whoIsBeingStartedIsAskedOnlyWhenItRunsAndHurriedByTheNextRequest() {
    Machine machine = machine(setup(process("web")), true);
    machine.next(new Input.Begun());
    machine.next(TERM);
    assertThat(machine.next(TERM)).isEmpty();

    assertThat(machine.next(started("web"))).contains(new SignalProcess("web", Signal.TERM));
    assertThat(machine.next(TERM)).contains(new SignalGroup("web", Signal.KILL));
  }

  @Test
  void whoWasStoppedAloneBeforeIsKilledByTheSecondRequest() {
    Machine machine = running(setup(process("web"), process("db")));
    machine.next(new Input.StartSet(Set.of("web"), false, Several.SOMEBODY));

    assertThat(machine.next(TERM)).doesNotContain(new SignalGroup("web", Signal.KILL));
    assertThat(machine.next(TERM)).contains(new SignalGroup("web", Signal.KILL));
  }

  @Test
  void nobodyIsStartedAnyMoreWhateverIsAskedFor() {
    Machine machine = running(setup(process("web"), process("db")));
    machine.next(TERM);
    machine.next(new Input.RestartRequested(Set.of("web", "db"), Several.SOMEBODY));
    Several.end(machine, "web", 0);
    List<Effect> gone = machine.next(new Input.GroupEnded("web"));
    Several.end(machine, "db", 0);

    assertThat(gone).doesNotContain(new Start("web"));
    assertThat(machine.next(new Input.GroupEnded("db")))
        .contains(new SignalEveryone(Signal.TERM))
        .doesNotContain(new Start("db"));
  }
}
