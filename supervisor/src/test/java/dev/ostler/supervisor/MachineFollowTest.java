package dev.ostler.supervisor;

import static dev.ostler.supervisor.Several.FREEZING;
import static dev.ostler.supervisor.Several.JOB;
import static dev.ostler.supervisor.Several.SERVER;
import static dev.ostler.supervisor.Several.SLOW;
import static dev.ostler.supervisor.Several.SOMEBODY;
import static dev.ostler.supervisor.Several.end;
import static dev.ostler.supervisor.Several.follow;
import static dev.ostler.supervisor.Several.machine;
import static dev.ostler.supervisor.Several.process;
import static dev.ostler.supervisor.Several.running;
import static dev.ostler.supervisor.Several.setup;
import static dev.ostler.supervisor.Several.standby;
import static dev.ostler.supervisor.Several.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
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
  private static final Deadline READY = new Deadline(Deadline.Kind.READY, "web");

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
  void whoRunsOtherwiseIsStoppedOnlyWhenAFollowerThatWasRemovedIsGone() {
    ProcessSetup web = process("web", SERVER, Map.of("db", Milestone.STARTED));
    Machine machine = running(setup(process("db"), web));

    assertThat(machine.next(follow(setup(otherwise("db")))))
        .contains(new SignalProcess("web", Signal.TERM))
        .doesNotContain(new SignalProcess("db", Signal.TERM));
    end(machine, "web", 0);

    assertThat(machine.next(new Input.GroupEnded("web")))
        .contains(new SignalProcess("db", Signal.TERM));
  }

  @Test
  void whoIsRenamedStartsWhenTheOneThatItFollowsWasRestartedAfterTheOldOne() {
    Map<String, Milestone> after = Map.of("db", Milestone.STARTED);
    Machine machine = running(setup(process("db"), process("web", SERVER, after)));

    assertThat(machine.next(follow(setup(otherwise("db"), process("web2", SERVER, after)))))
        .doesNotContain(new SignalProcess("db", Signal.TERM))
        .doesNotContain(new Start("web2"));
    end(machine, "web", 0);
    machine.next(new Input.GroupEnded("web"));
    end(machine, "db", 0);
    assertThat(machine.next(new Input.GroupEnded("db"))).doesNotContain(new Start("web2"));

    assertThat(machine.next(started("db"))).contains(new Start("web2"));
  }

  @Test
  void whoIsRestartedWaitsForAFollowerThatIsYetToBeStopped() {
    ProcessSetup web = process("web", SERVER, Map.of("db", Milestone.STARTED));
    ProcessSetup proxy = process("proxy", SERVER, Map.of("web", Milestone.STARTED));
    Machine machine = running(setup(process("db"), web, proxy));
    machine.next(new Input.StartSet(Set.of("web", "proxy"), false, SOMEBODY)); // proxy goes first

    assertThat(machine.next(new Input.RestartRequested(Set.of("db"), SOMEBODY)))
        .doesNotContain(new SignalProcess("db", Signal.TERM));
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

  @Test
  void whoComesWhileOnStandbyWaitsForTheActivation() {
    Machine machine = machine(standby(Set.of("db"), process("db")), false);
    machine.next(new Input.Begun());
    Set<String> both = Set.of("db", "web");

    assertThat(machine.next(follow(standby(both, process("db"), process("web"))))).isEmpty();
    assertThat(machine.next(new Input.ActivationSet(true)))
        .contains(new Start("db"), new Start("web"));
  }

  @Test
  void whoIsRunOtherwiseWhileOnStandbyIsNotStartedForIt() {
    Machine machine = machine(standby(Set.of("web"), process("web")), false);
    machine.next(new Input.Begun());

    assertThat(machine.next(follow(standby(Set.of("web"), otherwise("web"))))).isEmpty();
    assertThat(machine.next(new Input.ActivationSet(true))).contains(new Start("web"));
  }

  @Test
  void whoWasStoppedStaysStoppedThoughItIsRunOtherwise() {
    Machine machine = running(setup(process("web"), process("db")));
    machine.next(new Input.StartSet(Set.of("web"), false, SOMEBODY));

    machine.next(follow(setup(otherwise("web"), process("db"))));
    end(machine, "web", 0);

    assertThat(machine.next(new Input.GroupEnded("web"))).doesNotContain(new Start("web"));
  }

  @Test
  void whoIsRemovedAndComesAgainWhileItEndsIsStartedOnceMore() {
    Machine machine = running(setup(process("web"), process("db")));
    machine.next(follow(setup(process("db"))));
    assertThat(machine.next(follow(setup(process("web"), process("db"))))).isEmpty();
    end(machine, "web", 0);

    assertThat(machine.next(new Input.GroupEnded("web"))).containsOnlyOnce(new Start("web"));
  }

  @Test
  void whoComesAgainOtherwiseBeforeItWasStoppedIsRestarted() {
    Machine machine = runningWhileItsFollowerEnds();

    assertThat(machine.next(follow(setup(otherwise("db"), process("other")))))
        .doesNotContain(new SignalProcess("db", Signal.TERM));
    end(machine, "web", 0);
    assertThat(machine.next(new Input.GroupEnded("web")))
        .contains(new SignalProcess("db", Signal.TERM));
    end(machine, "db", 0);

    assertThat(machine.next(new Input.GroupEnded("db"))).containsOnlyOnce(new Start("db"));
  }

  @Test
  void whoComesAgainAsItWasBeforeItWasStoppedRunsOn() {
    Machine machine = runningWhileItsFollowerEnds();

    machine.next(follow(setup(process("db"), process("other"))));
    end(machine, "web", 0);

    assertThat(machine.next(new Input.GroupEnded("web")))
        .doesNotContain(new SignalProcess("db", Signal.TERM));
  }

  /** One called db, which was removed with web and waits for its end. */
  private static Machine runningWhileItsFollowerEnds() {
    ProcessSetup web = process("web", SERVER, Map.of("db", Milestone.STARTED));
    Machine machine = running(setup(process("db"), web, process("other")));
    machine.next(follow(setup(process("other"))));
    return machine;
  }

  private static ProcessSetup otherwise(String name) {
    ChildCommand command = ChildCommand.of(List.of("app", "otherwise"), Map.of());
    return new ProcessSetup(name, command, SERVER, Map.of(), Optional.empty());
  }
}
