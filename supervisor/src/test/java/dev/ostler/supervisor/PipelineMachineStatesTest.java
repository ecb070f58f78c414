package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.Configure;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every state of a configuration that can be, with everything that can happen to it. */
class PipelineMachineStatesTest {
  private static final Deadline LIMIT = new Deadline(Deadline.Kind.PIPELINE, "site");
  private static final List<PipelinePhase> ALWAYS =
      List.of(
          PipelinePhase.IDLE,
          PipelinePhase.SWITCHING,
          PipelinePhase.AWAITING_RETRY,
          PipelinePhase.COMMANDING);
  private static final List<PipelinePhase> WITH_CHECK =
      List.of(PipelinePhase.STAGING, PipelinePhase.CHECKING);
  private static final List<PipelinePhase> WITH_PROOF =
      List.of(
          PipelinePhase.PROVING,
          PipelinePhase.STEADYING,
          PipelinePhase.CONFIRMING,
          PipelinePhase.ROLLING_BACK,
          PipelinePhase.AWAITING_ROLL_BACK);

  /** In these something is waited for that may never come. */
  private static final Set<PipelinePhase> LIMITED =
      Set.of(
          PipelinePhase.CHECKING,
          PipelinePhase.AWAITING_RETRY,
          PipelinePhase.COMMANDING,
          PipelinePhase.PROVING,
          PipelinePhase.STEADYING,
          PipelinePhase.CONFIRMING,
          PipelinePhase.AWAITING_ROLL_BACK);

  /** Something that happens to a configuration. */
  private record Happening(String name, Consumer<PipelineMachine> to) {}

  /** One decision. */
  private record Decision(
      ConfigurationSetup setup,
      PipelineState before,
      String happening,
      List<Effect> effects,
      PipelineState after) {
    boolean does(Step step) {
      return effects.contains(new Configure("site", step));
    }
  }

  @Test
  void onlyWhatIsPreparedAndDiffersIsChecked() {
    forEachDecision(decision -> {
      if (decision.does(Step.CHECK)) {
        assertThat(decision.before().phase()).as("%s", decision).isEqualTo(PipelinePhase.STAGING);
        assertThat(decision.happening()).as("%s", decision).isEqualTo("staged");
      }
    });
  }

  @Test
  void whatIsToBeCheckedIsNeverSwitchedToWithoutBeingAccepted() {
    forEachDecision(decision -> {
      if (decision.does(Step.SWITCH) && decision.setup().check().isPresent()) {
        assertThat(decision.happening()).as("%s", decision).isIn("accepted", "staged the same");
      }
    });
  }

  @Test
  void whateverIsWaitedForIsLimitedByTime() {
    forEachDecision(decision -> {
      boolean entered = decision.before().phase() != decision.after().phase();
      if (entered && LIMITED.contains(decision.after().phase())) {
        List<Effect> deadlines =
            decision.effects().stream().filter(PipelineMachineStatesTest::isOfDeadline).toList();
        assertThat(deadlines).as("%s", decision).isNotEmpty();
        assertThat(deadlines.getLast()).as("%s", decision).isInstanceOf(SetDeadline.class);
      }
    });
  }

  private static boolean isOfDeadline(Effect effect) {
    return effect.equals(new Effect.ClearDeadline(LIMIT))
        || (effect instanceof SetDeadline set && set.deadline().equals(LIMIT));
  }

  @Test
  void noDeadlineOutlivesWhatItLimits() {
    forEachDecision(decision -> {
      boolean left =
          LIMITED.contains(decision.before().phase())
              && !LIMITED.contains(decision.after().phase())
              && !decision.happening().equals("late");
      if (left) {
        assertThat(decision.effects()).as("%s", decision).contains(new Effect.ClearDeadline(LIMIT));
      }
    });
  }

  @Test
  void onlyWhatIsOnTrialIsRolledBack() {
    forEachDecision(decision -> {
      if (decision.does(Step.ROLL_BACK)) {
        assertThat(decision.setup().keepIf()).as("%s", decision).isPresent();
        assertThat(decision.before().phase())
            .as("%s", decision)
            .isNotIn(PipelinePhase.STAGING, PipelinePhase.CHECKING, PipelinePhase.ROLLING_BACK);
      }
    });
  }

  @Test
  void whatWasRolledBackIsNotKept() {
    forEachDecision(decision -> {
      if (decision.before().phase().isRollingBack()) {
        assertThat(decision.does(Step.KEEP)).as("%s", decision).isFalse();
      }
    });
  }

  @Test
  void newerVersionIsNeverForgotten() {
    forEachDecision(decision -> {
      boolean waits = decision.before().again() && !decision.after().again();
      if (waits) {
        assertThat(decision.does(Step.STAGE) || decision.does(Step.SWITCH))
            .as("%s", decision)
            .isTrue();
      }
    });
  }

  private static void forEachDecision(Consumer<Decision> claim) {
    for (ConfigurationSetup setup : setups()) {
      for (PipelineState before : states(setup)) {
        for (Happening happening : happenings()) {
          for (boolean ready : new boolean[] {true, false}) {
            claim.accept(decide(setup, before, happening, ready));
          }
        }
      }
    }
  }

  private static Decision decide(
      ConfigurationSetup setup, PipelineState before, Happening happening, boolean ready) {
    List<Effect> effects = new ArrayList<>();
    PipelineStories.FakeUsers users = new PipelineStories.FakeUsers();
    users.web = ProcessState.initial().in(Phase.UP).withReady(ready);
    PipelineMachine machine = new PipelineMachine(setup, before, users, effects);
    happening.to().accept(machine);
    machine.look();
    return new Decision(setup, before, happening.name(), List.copyOf(effects), machine.state());
  }

  private static List<ConfigurationSetup> setups() {
    ConfigurationSetup.Check check =
        new ConfigurationSetup.Check(
            ChildCommand.of(List.of("check", "{staged}"), Map.of()), Duration.ofMinutes(1));
    KeepIf keepIf = new KeepIf(Set.of("web"), Duration.ofSeconds(10), Duration.ofSeconds(1));
    List<ConfigurationSetup> setups = new ArrayList<>();
    for (int flags = 0; flags < 8; flags++) {
      setups.add(
          new ConfigurationSetup(
              "site",
              new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, Path.of("/site.tar")),
              Path.of("/site"),
              TreeOptions.defaults(),
              (flags & 1) != 0 ? Optional.of(check) : Optional.empty(),
              List.of(),
              (flags & 2) != 0 ? Optional.of(keepIf) : Optional.empty(),
              Set.of("web"),
              (flags & 4) != 0));
    }
    return setups;
  }

  private static List<PipelineState> states(ConfigurationSetup setup) {
    List<PipelinePhase> phases = new ArrayList<>(ALWAYS);
    if (setup.check().isPresent()) {
      phases.addAll(WITH_CHECK);
    }
    if (setup.keepIf().isPresent()) {
      phases.addAll(WITH_PROOF);
    }
    List<PipelineState> states = new ArrayList<>();
    for (PipelinePhase phase : phases) {
      for (boolean configured : new boolean[] {true, false}) {
        states.add(PipelineState.initial(configured).in(phase));
        if (phase != PipelinePhase.IDLE) {
          states.add(PipelineState.initial(configured).in(phase).withAgain(true));
        }
      }
    }
    return states;
  }

  private static List<Happening> happenings() {
    return List.of(
        new Happening("nothing", _ -> {}),
        new Happening("unproven", PipelineMachine::unproven),
        new Happening("changed", PipelineMachine::changed),
        new Happening("nothing new", PipelineMachine::nothingNew),
        new Happening("removed", PipelineMachine::removed),
        new Happening("staged", machine -> machine.staged(true)),
        new Happening("staged the same", machine -> machine.staged(false)),
        new Happening("accepted", machine -> machine.checked(true, "")),
        new Happening("refused by its check", machine -> machine.checked(false, "no")),
        new Happening("the same", machine -> machine.updated(false, new Action.Nothing())),
        new Happening("updated", machine -> machine.updated(true, new Action.Nothing())),
        new Happening(
            "updated, to signal",
            machine -> machine.updated(true, new Action.Send(Map.of("web", Signal.HUP)))),
        new Happening(
            "updated, to restart",
            machine -> machine.updated(true, new Action.Restart(Set.of("web")))),
        new Happening(
            "updated, to run", machine -> machine.updated(true, new Action.Run(Policies.COMMAND))),
        new Happening("told", machine -> machine.told(true, "")),
        new Happening("not told", machine -> machine.told(false, "ended with status 1")),
        new Happening("late", PipelineMachine::deadlinePassed),
        new Happening("rolled back", PipelineMachine::rolledBack),
        new Happening("overtaken", PipelineMachine::overtaken),
        new Happening("refused", machine -> machine.refused(false)),
        new Happening("refused for now", machine -> machine.refused(true)));
  }
}
