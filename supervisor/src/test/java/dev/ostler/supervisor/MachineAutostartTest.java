package dev.ostler.supervisor;

import static dev.ostler.supervisor.Several.ON_REQUEST;
import static dev.ostler.supervisor.Several.SOMEBODY;
import static dev.ostler.supervisor.Several.end;
import static dev.ostler.supervisor.Several.follow;
import static dev.ostler.supervisor.Several.machine;
import static dev.ostler.supervisor.Several.process;
import static dev.ostler.supervisor.Several.setup;
import static dev.ostler.supervisor.Several.standby;
import static dev.ostler.supervisor.Several.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.HealthView.ProcessHealth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stories of processes that are started only when somebody asks for them. */
class MachineAutostartTest {
  private static final Policy JOB =
      Several.JOB.withTraits(new Policy.Traits(false, true, false, false, false));
  private static final ProcessSetup DEBUG = process("debug", ON_REQUEST, Map.of());
  private static final Input START = new Input.StartSet(Set.of("debug"), true, SOMEBODY);
  private static final Input STOP = new Input.StartSet(Set.of("debug"), false, SOMEBODY);

  private static Machine begun(ProcessSetup... processes) {
    Machine machine = machine(setup(processes), true);
    machine.next(new Input.Begun());
    return machine;
  }

  private static void complete(Machine machine, String name, int status) {
    machine.next(started(name));
    end(machine, name, status);
    machine.next(new Input.GroupEnded(name));
  }

  @Test
  void restsUntilSomebodyAsks() {
    Machine machine = machine(setup(DEBUG, process("web")), true);

    assertThat(machine.next(new Input.Begun())).containsExactly(new Start("web"));
    assertThat(machine.claims("debug").started())
        .isEqualTo(new Claim(false, new SetBy.Configuration()));
    assertThat(machine.next(START)).containsExactly(new Start("debug"));
  }

  @Test
  void isRestartedLikeAnyOtherWhenItWasAskedFor() {
    Machine machine = begun(DEBUG, process("web"));
    machine.next(START);
    machine.next(started("debug"));
    end(machine, "debug", 7);

    assertThat(machine.next(new Input.GroupEnded("debug"))).contains(new Start("debug"));
  }

  @Test
  void activationDoesNotStartIt() {
    Machine machine = machine(standby(Set.of("debug", "web"), DEBUG, process("web")), false);
    machine.next(new Input.Begun());

    assertThat(machine.next(new Input.ActivationSet(true)))
        .contains(new Start("web"))
        .doesNotContain(new Start("debug"));
  }

  @Test
  void jobThatIsDoneIsDoneAgainOnlyIfSomebodyAsksOnceMore() {
    Machine machine =
        machine(standby(Set.of("debug"), process("debug", JOB, Map.of()), process("web")), true);
    machine.next(new Input.Begun());
    machine.next(START);
    complete(machine, "debug", 0);

    machine.next(new Input.ActivationSet(false));
    assertThat(machine.next(new Input.ActivationSet(true))).doesNotContain(new Start("debug"));
    assertThat(machine.process("debug").hasCompleted()).isTrue();
    assertThat(machine.claims("debug").started()).isEqualTo(new Claim(false, new SetBy.Itself()));
    assertThat(machine.next(START)).contains(new Start("debug"));
  }

  @Test
  void jobThatHasFailedIsNotTriedAgainByTheActivation() {
    Machine machine =
        machine(standby(Set.of("debug"), process("debug", JOB, Map.of()), process("web")), true);
    machine.next(new Input.Begun());
    machine.next(START);
    complete(machine, "debug", 7);

    machine.next(new Input.ActivationSet(false));

    assertThat(machine.next(new Input.ActivationSet(true))).doesNotContain(new Start("debug"));
  }

  @Test
  void newConfigurationThatRestartsItDoesNotStartIt() {
    Machine machine = begun(DEBUG, process("web"));

    machine.restart("debug");

    assertThat(machine.next(new Input.NobodyLeft())).doesNotContain(new Start("debug"));
  }

  @Test
  void whoFollowsItWaitsForIt() {
    ProcessSetup more = process("more", ON_REQUEST, Map.of("debug", Milestone.READY));
    Machine machine = begun(DEBUG, more, process("web"));

    assertThat(machine.next(new Input.StartSet(Set.of("more"), true, SOMEBODY))).isEmpty();
    assertThat(machine.goals().restingFormer("more")).hasValue("debug");
    machine.next(START);
    assertThat(machine.next(started("debug"))).contains(new Start("more"));
  }

  @Test
  void whoIsNewInTheFileRests() {
    Machine machine = begun(process("web"));

    assertThat(machine.next(follow(setup(process("web"), DEBUG)))).isEmpty();
    assertThat(machine.next(START)).containsExactly(new Start("debug"));
  }

  @Test
  void whoComesBackWhileItEndsRests() {
    Machine machine = begun(process("web"), DEBUG);
    machine.next(START);
    machine.next(started("debug"));
    machine.next(follow(setup(process("web"))));
    machine.next(follow(setup(process("web"), DEBUG)));
    end(machine, "debug", 0);

    assertThat(machine.next(new Input.GroupEnded("debug"))).doesNotContain(new Start("debug"));
  }

  @Test
  void whoRunsGoesOnWhenTheFileDoesNotStartItAnyMore() {
    Machine machine = begun(process("web"), process("debug"));
    machine.next(started("debug"));

    assertThat(machine.next(follow(setup(process("web"), DEBUG)))).isEmpty();
    assertThat(machine.state("debug").phase()).isEqualTo(Phase.UP);
  }

  @Test
  void whoRestsIsStartedWhenTheFileStartsItFromNowOn() {
    Machine machine = begun(process("web"), DEBUG);

    assertThat(machine.next(follow(setup(process("web"), process("debug")))))
        .containsExactly(new Start("debug"));
    assertThat(machine.claims("debug").started())
        .isEqualTo(new Claim(true, new SetBy.Configuration()));
  }

  @Test
  void whomSomebodyHasStoppedStaysStoppedWhateverTheFileStarts() {
    Machine machine = begun(process("web"), DEBUG);
    machine.next(START);
    machine.next(started("debug"));
    machine.next(STOP);
    end(machine, "debug", 0);
    machine.next(new Input.GroupEnded("debug"));

    assertThat(machine.next(follow(setup(process("web"), process("debug"))))).isEmpty();
  }

  @Test
  void whoWasNeverStartedIsNoFailureInTheEnd() {
    Setup.End whenIdle = new Setup.End(Optional.empty(), Duration.ofSeconds(1), true);
    ProcessSetup job = process("job", Several.JOB, Map.of());
    Machine machine = machine(setup(DEBUG, job).withEnd(whenIdle), true);
    machine.next(new Input.Begun());

    complete(machine, "job", 0);

    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(0));
  }

  @Test
  void containerIsWellWithoutIt() {
    Machine machine = begun(process("web"), DEBUG);
    machine.next(started("web"));
    MachineHealth health = new MachineHealth(machine, _ -> Optional.empty());

    assertThat(health.live() && health.ready()).isTrue();
    assertThat(health.processes())
        .containsExactly(
            new ProcessHealth("web", true, true, "ready"),
            new ProcessHealth("debug", true, true, "not started, which does not count"));
  }

  @Test
  void containerIsWellWhateverBecomesOfIt() {
    Machine machine = begun(process("web"), process("debug", JOB, Map.of()));
    machine.next(started("web"));
    MachineHealth health = new MachineHealth(machine, _ -> Optional.empty());

    machine.next(START);
    machine.next(started("debug"));
    assertThat(health.processes().getLast())
        .isEqualTo(new ProcessHealth("debug", true, true, "not ready yet, which does not count"));
    end(machine, "debug", 7);
    machine.next(new Input.GroupEnded("debug"));
    assertThat(health.processes().getLast())
        .isEqualTo(
            new ProcessHealth("debug", true, true, "has ended for good, which does not count"));
    machine.next(START);
    complete(machine, "debug", 0);
    assertThat(health.processes().getLast())
        .isEqualTo(new ProcessHealth("debug", true, true, "completed"));
  }

  @Test
  void isStoppedWithEverythingWhenItRuns() {
    Machine machine = begun(process("web"), DEBUG);
    machine.next(START);
    machine.next(started("debug"));

    assertThat(machine.next(new Input.SignalArrived(Signal.TERM)))
        .contains(new SignalProcess("debug", Signal.TERM));
  }
}
