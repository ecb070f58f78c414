package dev.ostler.supervisor;

import static dev.ostler.supervisor.Several.machine;
import static dev.ostler.supervisor.Several.process;
import static dev.ostler.supervisor.Several.setup;
import static dev.ostler.supervisor.Several.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.Say;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of everything when nobody is left who runs or may run again. */
class MachineIdleTest {
  private static final Setup.End WHEN_IDLE =
      new Setup.End(Optional.empty(), Duration.ofSeconds(1), true);
  private static final Setup.Access CONTROL =
      new Setup.Access(
          Optional.empty(),
          Optional.of(new Setup.Control(Path.of("/control"), 0600, Optional.empty())),
          Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "ALWAYS,     0, 1",
    "ALWAYS,     7, 1",
    "ON_FAILURE, 0, 0",
    "ON_FAILURE, 7, 1",
    "NEVER,      0, 0",
    "NEVER,      7, 1"
  })
  void statusIsThatOfFailureIfAnyoneDidNotEndWell(
      RestartPolicy.When when, int status, int exitStatus) {
    Machine machine =
        machine(
            setup(process("web", once(when), Map.of()), process("job", Several.JOB, Map.of()))
                .withEnd(WHEN_IDLE),
            true);
    machine.next(new Input.Begun());

    run(machine, "job", 0);
    run(machine, "web", status);

    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(exitStatus));
  }

  @Test
  void whoWaitsForOneThatWasGivenUpWillNotRun() {
    Machine machine = machine(chain().withEnd(WHEN_IDLE), true);
    machine.next(new Input.Begun());

    assertThat(run(machine, "db", 7))
        .contains(
            new Say("db: given up after 0 restarts"),
            new Say("cannot start web: db, which it waits for, was given up"));
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(1));
  }

  @Test
  void whoWaitsIsToldOfOnceWithWhatHelps() {
    Machine machine = machine(chain().withAccess(CONTROL), true);
    machine.next(new Input.Begun());

    assertThat(run(machine, "db", 7))
        .containsOnlyOnce(
            new Say(
                "cannot start web: db, which it waits for, was given up; start db by 'ostler ctl"
                    + " start db'"));
    assertThat(machine.next(new Input.ActivationSet(true))).isEmpty();
    assertThat(machine.goals().whoHoldsForGood("proxy")).hasValue("db");
    assertThat(machine.areLeaving()).isFalse();
  }

  @Test
  void whoWaitsStartsWhenTheOtherIsStartedOnceMore() {
    Machine machine = machine(chain().withAccess(CONTROL), true);
    machine.next(new Input.Begun());
    run(machine, "db", 7);

    machine.next(new Input.StartSet(Set.of("db"), true, Several.SOMEBODY));
    machine.next(started("db"));

    assertThat(machine.next(new Input.BecameReady("db"))).contains(new Effect.Start("web"));
    assertThat(machine.goals().whoHoldsForGood("proxy")).isEmpty();
  }

  @Test
  void whoWaitsForOneThatEndedWellButTooSoonWillNotRun() {
    Setup setup =
        setup(
            process("db", Policies.readySoon(helper(RestartPolicy.When.NEVER)), Map.of()),
            process("web", Several.SLOW, Map.of("db", Milestone.READY)));
    Machine machine = machine(setup.withEnd(WHEN_IDLE), true);
    machine.next(new Input.Begun());

    assertThat(run(machine, "db", 0))
        .contains(new Say("cannot start web: db, which it waits for, has ended for good"));
    assertThat(machine.next(new Input.NobodyLeft())).containsExactly(new Exit(1));
  }

  /** Of which the first is not restarted. */
  private static Setup chain() {
    return setup(
        process("db", Policies.readySoon(once(RestartPolicy.When.ON_FAILURE)), Map.of()),
        process("web", Several.SLOW, Map.of("db", Milestone.READY)),
        process("proxy", Several.SLOW, Map.of("web", Milestone.READY)));
  }

  /** The end of which is not the end of everything. */
  private static Policy helper(RestartPolicy.When when) {
    return Policies.of(when).withTraits(new Policy.Traits(false, false, false, false, true));
  }

  /** Never restarted. */
  private static Policy once(RestartPolicy.When when) {
    RestartPolicy usual = RestartPolicy.of(when);
    return helper(when)
        .withRestart(
            new RestartPolicy(
                when,
                usual.first(),
                usual.factor(),
                usual.limit(),
                usual.jitter(),
                usual.stableAfter(),
                0));
  }

  /** From its start to the end of its group. */
  private static List<Effect> run(Machine machine, String name, int status) {
    List<Effect> effects = new ArrayList<>(machine.next(started(name)));
    effects.addAll(machine.next(new Input.Ended(name, Exits.status(status), Duration.ofMillis(9))));
    effects.addAll(machine.next(new Input.GroupEnded(name)));
    return effects;
  }
}
