package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stories of several processes, whose file says something else meanwhile. */
class MachineFollowTest {
  private static final SetBy SOMEBODY = new SetBy.Datagram();
  private static final Policy SERVER = Policies.of(RestartPolicy.When.ALWAYS);
  private static final Policy SLOW = SERVER.withReadyWithin(Duration.ofSeconds(30));
  private static final Policy JOB =
      Policies.of(RestartPolicy.When.NEVER)
          .withTraits(new Policy.Traits(false, true, false, false));
  private static final Policy FREEZING =
      SLOW.withTraits(new Policy.Traits(false, false, false, true));
  private static final Deadline READY = new Deadline(Deadline.Kind.READY, "web");

  private static ProcessSetup process(String name, Policy policy, Map<String, Milestone> after) {
    return new ProcessSetup(name, Policies.COMMAND, policy, after, Optional.empty());
  }

  private static ProcessSetup process(String name) {
    return process(name, SERVER, Map.of());
  }

  private static Setup setup(ProcessSetup... processes) {
    return new Setup(
        List.of(processes),
        List.of(),
        Optional.empty(),
        SignalSetup.ofCommand(SignalMap.unchanged(), Signal.TERM),
        Setup.Access.none(),
        new Setup.End(Optional.empty(), Duration.ofSeconds(1), false),
        MessageFormat.TEXT);
  }

  private static Setup standby(Set<String> concerned, ProcessSetup... processes) {
    return setup(processes)
        .withActivation(
            Optional.of(new ActivationSetup(Path.of("/active"), concerned, Duration.ZERO)));
  }

  private static Machine machine(Setup setup, boolean active) {
    return new Machine(setup, active, Set.of(), () -> 0.5);
  }

  private static Machine running(Setup setup) {
    Machine machine = machine(setup, true);
    machine.next(new Input.Begun());
    setup.processes().forEach(process -> machine.next(started(process.name())));
    return machine;
  }

  private static Input started(String process) {
    return new Input.Started(process, Exits.PID);
  }

  private static Input follow(Setup setup) {
    return new Input.SetupChanged(setup, Set.of());
  }

  private static void end(Machine machine, String process, int status) {
    machine.next(new Input.Ended(process, Exits.status(status), Duration.ofMinutes(1)));
  }

  @Test
  void whoIsGoneIsNotConcernedByWhatSomebodyAsksOfAll() {
    Set<String> all = Set.of("db", "web");
    Machine machine = running(setup(process("db"), process("web")));
    machine.next(follow(setup(process("db"))));
    end(machine, "web", 0);
    machine.next(new Input.GroupEnded("web"));

    machine.next(new Input.SuspensionSet(all, true, SOMEBODY));
    machine.next(new Input.SuspensionSet(all, false, SOMEBODY));
    machine.next(new Input.StartSet(all, false, SOMEBODY));
    machine.next(new Input.RestartRequested(all, SOMEBODY));

    assertThat(machine.processes()).containsExactly("db");
    assertThat(machine.claims("db").started().holds()).isTrue();
  }

  @Test
  void thoseThatAreRemovedEndInTheOrderThatTheyHad() {
    ProcessSetup web = process("web", SERVER, Map.of("db", Milestone.STARTED));
    Machine machine = running(setup(process("db"), web, process("other")));

    List<Effect> effects = machine.next(follow(setup(process("other"))));
    assertThat(effects)
        .contains(new SignalProcess("web", Signal.TERM))
        .doesNotContain(new SignalProcess("db", Signal.TERM));
    end(machine, "web", 0);

    assertThat(machine.next(new Input.GroupEnded("web")))
        .contains(new SignalProcess("db", Signal.TERM));
  }

  @Test
  void whoIsPutUnderTheActivationGoesOnStandby() {
    Machine machine = machine(standby(Set.of("db"), process("db"), process("web")), false);
    machine.next(new Input.Begun());
    machine.next(started("web"));

    assertThat(machine.next(follow(standby(Set.of("db", "web"), process("db"), process("web")))))
        .contains(new SignalProcess("web", Signal.TERM));
  }

  @Test
  void whoIsTakenFromTheActivationRuns() {
    Machine machine = machine(standby(Set.of("db", "web"), process("db"), process("web")), false);
    machine.next(new Input.Begun());

    assertThat(machine.next(follow(standby(Set.of("db"), process("db"), process("web")))))
        .containsExactly(new Start("web"));
  }

  @Test
  void nobodyFollowsOneThatIsAboutToBeStopped() {
    ProcessSetup web = process("web", SERVER, Map.of("db", Milestone.STARTED));
    Machine machine = machine(setup(web, process("db")), true);
    machine.next(new Input.Begun());
    machine.next(new Input.SuspensionSet(Set.of("db"), true, SOMEBODY));

    assertThat(machine.next(started("db")))
        .contains(new SignalProcess("db", Signal.TERM))
        .doesNotContain(new Start("web"));
  }

  @Test
  void jobThatIsDoneAgainIsAwaitedAgain() {
    ProcessSetup web = process("web", SERVER, Map.of("job", Milestone.READY));
    Machine machine = machine(setup(web, process("job", JOB, Map.of())), true);
    machine.next(new Input.Begun());
    machine.next(started("job"));
    end(machine, "job", 0);
    machine.next(new Input.StartSet(Set.of("web"), false, SOMEBODY));
    machine.next(new Input.GroupEnded("job"));

    assertThat(machine.next(new Input.StartSet(Set.of("web", "job"), true, SOMEBODY)))
        .containsExactly(new Start("job"));
  }

  @Test
  void jobThatIsDoneIsNotDoneAgainAfterAPause() {
    Machine machine = running(setup(process("web"), process("job", JOB, Map.of())));
    end(machine, "job", 0);
    machine.next(new Input.GroupEnded("job"));

    machine.next(new Input.SuspensionSet(Set.of("job"), true, SOMEBODY));
    List<Effect> effects = machine.next(new Input.SuspensionSet(Set.of("job"), false, SOMEBODY));

    assertThat(effects).doesNotContain(new Start("job"));
    assertThat(machine.process("job").hasCompleted()).isTrue();
  }

  @Test
  void jobThatIsDoneAndIsToRunOnFromNowOnIsStarted() {
    Machine machine = running(setup(process("web"), process("job", JOB, Map.of())));
    end(machine, "job", 0);
    machine.next(new Input.GroupEnded("job"));

    assertThat(machine.next(follow(setup(process("web"), process("job")))))
        .containsExactly(new Start("job"));
  }

  @Test
  void whoIsFrozenHasItsTimeToBecomeReadyAnew() {
    Machine machine = running(setup(process("web", FREEZING, Map.of())));

    assertThat(machine.next(new Input.SuspensionSet(Set.of("web"), true, SOMEBODY)))
        .contains(new ClearDeadline(READY));
    assertThat(machine.next(new Input.SuspensionSet(Set.of("web"), false, SOMEBODY)))
        .contains(new SetDeadline(READY, Duration.ofSeconds(30)));
  }

  @Test
  void whoNeedNotShowAnyMoreThatItIsReadyIs() {
    Machine machine = running(setup(process("web", SLOW, Map.of())));

    assertThat(machine.next(follow(setup(process("web"))))).contains(new ClearDeadline(READY));
    assertThat(machine.state("web").ready()).isTrue();
  }

  /** Whatever the way there was, in the end all is as if the file had never said anything else. */
  @Test
  void afterTheWayThereAndBackAllIsAsIfNothingHadBeen() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      Setup one = MachineWorldTest.setup(random);
      Setup other = SetupDifferences.possible(one, MachineWorldTest.setup(random));
      Machine fresh = machine(one, true);
      Machine machine = machine(one, true);

      machine.next(follow(other));
      machine.next(follow(one));
      Set<String> gone = new HashSet<>(machine.processes());
      gone.removeAll(fresh.processes());
      gone.forEach(name -> machine.next(new Input.FailedToStart(name, "cannot run 'x'", 127)));

      assertThat(machine.setup()).as("seed %d", seed).isEqualTo(one);
      assertThat(SetupDifferences.between(machine.setup(), one)).isEmpty();
      assertThat(machine.processes()).containsExactlyInAnyOrderElementsOf(fresh.processes());
      for (String name : fresh.processes()) {
        assertThat(machine.claims(name)).as("seed %d", seed).isEqualTo(fresh.claims(name));
        assertThat(machine.process(name).policy()).isEqualTo(fresh.process(name).policy());
      }
    }
  }
}
