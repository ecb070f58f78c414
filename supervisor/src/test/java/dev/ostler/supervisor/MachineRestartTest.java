package dev.ostler.supervisor;

import static dev.ostler.supervisor.Several.SERVER;
import static dev.ostler.supervisor.Several.SLOW;
import static dev.ostler.supervisor.Several.SOMEBODY;
import static dev.ostler.supervisor.Several.end;
import static dev.ostler.supervisor.Several.follow;
import static dev.ostler.supervisor.Several.process;
import static dev.ostler.supervisor.Several.setup;
import static dev.ostler.supervisor.Several.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.SignalProcess;
import dev.ostler.supervisor.Effect.Start;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stories of processes that follow one another and are restarted together. */
class MachineRestartTest {
  private static final Effect STOP_DB = new SignalProcess("db", Signal.TERM);
  private static final Effect STOP_WEB = new SignalProcess("web", Signal.TERM);
  private static final Map<String, Milestone> AFTER_DB = Map.of("db", Milestone.READY);
  private static final Deadline BACK_OFF = new Deadline(Deadline.Kind.PHASE, "web");
  private static final ProcessSetup DB = process("db", SLOW, Map.of());
  private static final ProcessSetup WEB = process("web", SERVER, AFTER_DB);

  private static Machine running() {
    Machine machine = Several.machine(setup(DB, WEB), true);
    machine.next(new Input.Begun());
    machine.next(started("db"));
    machine.next(new Input.BecameReady("db"));
    machine.next(started("web"));
    return machine;
  }

  private static Input restart(String... names) {
    return new Input.RestartRequested(Set.of(names), SOMEBODY);
  }

  private static List<Effect> gone(Machine machine, String name) {
    end(machine, name, 0);
    return machine.next(new Input.GroupEnded(name));
  }

  @Test
  void whoFollowsIsStoppedFirstAndStartedLast() {
    Machine machine = running();

    assertThat(machine.next(restart("db", "web"))).contains(STOP_WEB).doesNotContain(STOP_DB);
    assertThat(gone(machine, "web")).contains(STOP_DB).doesNotContain(new Start("web"));
    assertThat(gone(machine, "db")).contains(new Start("db")).doesNotContain(new Start("web"));
    machine.next(started("db"));
    assertThat(machine.next(new Input.BecameReady("db"))).contains(new Start("web"));
  }

  @Test
  void whoIsNotReadyInTimeSaysWhatWasWrongWhenItWasAskedLast() {
    Machine machine = Several.machine(setup(DB), true);
    machine.next(new Input.Begun());
    machine.next(started("db"));
    Deadline ready = new Deadline(Deadline.Kind.READY, "db");

    assertThat(machine.next(new Input.DeadlinePassed(ready, Optional.of("no answer"))))
        .contains(new Effect.Say("db: is not ready after 30 s: no answer"));
    assertThat(machine.process("db").fault()).hasValue("it is not ready after 30 s: no answer");
  }

  @Test
  void whoFollowsGoesOnIfItIsNotToBeRestarted() {
    Machine machine = running();

    assertThat(machine.next(restart("db"))).contains(STOP_DB).doesNotContain(STOP_WEB);
  }

  @Test
  void whoFollowsAndIsBeingStoppedIsWaitedFor() {
    Machine machine = running();
    machine.next(new Input.StartSet(Set.of("web"), false, SOMEBODY));

    assertThat(machine.next(restart("db"))).doesNotContain(STOP_DB);
    assertThat(gone(machine, "web")).contains(STOP_DB);
  }

  @Test
  void whoFollowsAndIsBeingStartedIsWaitedFor() {
    Machine machine = running();
    machine.next(restart("web"));
    assertThat(gone(machine, "web")).contains(new Start("web"));

    assertThat(machine.next(restart("db", "web"))).isEmpty();
    assertThat(machine.next(started("web"))).contains(STOP_WEB).doesNotContain(STOP_DB);
    assertThat(gone(machine, "web")).contains(STOP_DB);
  }

  @Test
  void whoEndsBeforeItsTurnIsStartedOnceAndAtOnce() {
    Machine machine = running();
    machine.next(restart("db", "web"));

    assertThat(gone(machine, "db")).containsOnlyOnce(new Start("db"));
    machine.next(started("db"));
    machine.next(new Input.BecameReady("db"));
    assertThat(gone(machine, "web")).contains(new Start("web")).doesNotContain(STOP_DB);
  }

  @Test
  void whoIsStoppedBeforeItsTurnIsNotStarted() {
    Machine machine = running();
    machine.next(restart("db", "web"));

    assertThat(machine.next(new Input.StartSet(Set.of("db"), false, SOMEBODY))).contains(STOP_DB);
    assertThat(gone(machine, "db")).doesNotContain(new Start("db"));
    assertThat(gone(machine, "web")).doesNotContain(new Start("web"), new Start("db"));
  }

  @Test
  void askingTwiceIsAskingOnce() {
    Machine machine = running();
    machine.next(restart("db", "web"));

    assertThat(machine.next(restart("db", "web"))).isEmpty();
    assertThat(gone(machine, "web")).containsOnlyOnce(STOP_DB);
  }

  @Test
  void thoseWhomTheFileRunsOtherwiseAreRestartedInOrder() {
    Machine machine = running();
    Setup other = setup(otherwise(DB), otherwise(WEB));

    assertThat(machine.next(follow(other))).contains(STOP_WEB).doesNotContain(STOP_DB);
    assertThat(gone(machine, "web")).contains(STOP_DB).doesNotContain(new Start("web"));
    assertThat(gone(machine, "db")).contains(new Start("db"));
  }

  private static ProcessSetup otherwise(ProcessSetup process) {
    ChildCommand command = ChildCommand.of(List.of("app", "otherwise"), Map.of());
    return new ProcessSetup(
        process.name(), command, process.policy(), process.after(), Optional.empty());
  }

  /** The first restart is immediate; web waits for its second. */
  private static Machine backingOff() {
    Machine machine = running();
    fail(machine, "web");
    machine.next(started("web"));
    fail(machine, "web");
    return machine;
  }

  private static void fail(Machine machine, String name) {
    machine.next(new Input.Ended(name, Exits.status(1), Duration.ZERO));
    machine.next(new Input.GroupEnded(name));
  }

  static Stream<Input> wishesForAProcess() {
    return Stream.of(
        new Input.StartSet(Set.of("web"), true, SOMEBODY),
        Several.suspended(false, "web"),
        restart("web"));
  }

  @ParameterizedTest
  @MethodSource("wishesForAProcess")
  void whoBacksOffIsStartedAtOnceWhenSomebodyWantsIt(Input wish) {
    Machine machine = backingOff();
    int restarts = machine.state("web").restarts();

    assertThat(machine.state("web").phase()).isEqualTo(Phase.WAITING);
    assertThat(restarts).isEqualTo(2);
    assertThat(machine.next(wish)).contains(new ClearDeadline(BACK_OFF), new Start("web"));
    assertThat(machine.state("web").restarts()).isZero();
  }

  @Test
  void whoBacksOffAndWaitsForAnotherIsStartedAfterThatOne() {
    Machine machine = backingOff();
    fail(machine, "db");

    assertThat(machine.next(Several.suspended(false, "web"))).doesNotContain(new Start("web"));
    machine.next(started("db"));
    assertThat(machine.next(new Input.BecameReady("db"))).contains(new Start("web"));
  }

  @Test
  void whoRunsIsLeftAloneWhenSomebodyWantsIt() {
    Machine machine = running();

    assertThat(machine.next(Several.suspended(false, "web", "db"))).isEmpty();
    assertThat(machine.next(new Input.StartSet(Set.of("web", "db"), true, SOMEBODY))).isEmpty();
  }

  @Test
  void whoBacksOffWhileEverythingEndsIsNotStarted() {
    Machine machine = backingOff();
    machine.next(new Input.SignalArrived(Signal.TERM));

    assertThat(machine.next(Several.suspended(false, "web"))).doesNotContain(new Start("web"));
  }
}
