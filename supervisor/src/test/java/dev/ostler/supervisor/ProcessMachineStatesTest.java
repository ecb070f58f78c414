package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.ExtendDeadline;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalGroup;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.Effect.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every state of a process, reachable or not, with everything that can happen to it. */
class ProcessMachineStatesTest {
  /** In these something is waited for, and time limits how long. */
  private static final Set<Phase> LIMITED =
      Set.of(
          Phase.WAITING,
          Phase.DRAINING,
          Phase.STOPPING,
          Phase.CLEARING,
          Phase.KILLING,
          Phase.CLEARING_BY_KILL);

  private static final Deadline PHASE = new Deadline(Deadline.Kind.PHASE, Setup.ONLY);

  /** Something that happens to a process. */
  private record Happening(String name, Consumer<ProcessMachine> to) {}

  /** One decision. */
  private record Decision(
      Policy policy,
      ProcessState before,
      String happening,
      List<Effect> effects,
      ProcessState after) {
    boolean has(Class<? extends Effect> type) {
      return effects.stream().anyMatch(type::isInstance);
    }
  }

  @Test
  void startsOnlyWhatIsDownAndWantedAndNotOver() {
    forEachDecision(decision -> {
      if (decision.has(Start.class)) {
        assertThat(decision.effects()).containsExactly(new Start(Setup.ONLY));
        assertThat(decision.happening()).isEqualTo("run");
        assertThat(decision.before().phase()).as("%s", decision).isEqualTo(Phase.DOWN);
        assertThat(decision.before().over()).as("%s", decision).isEmpty();
        assertThat(decision.after().phase()).as("%s", decision).isEqualTo(Phase.STARTING);
      }
    });
  }

  @Test
  void whateverIsWaitedForIsLimitedByTime() {
    forEachDecision(decision -> {
      List<Effect> deadlines = phaseDeadlines(decision);
      boolean entered = decision.before().phase() != decision.after().phase();
      boolean passed = decision.happening().equals("late");
      if (LIMITED.contains(decision.after().phase()) && (entered || passed)) {
        assertThat(deadlines).as("%s", decision).isNotEmpty();
        assertThat(deadlines.getLast()).as("%s", decision).isInstanceOf(SetDeadline.class);
      }
    });
  }

  @Test
  void noDeadlineOutlivesWhatItLimits() {
    forEachDecision(decision -> {
      boolean left =
          LIMITED.contains(decision.before().phase())
              && !LIMITED.contains(decision.after().phase())
              && !decision.happening().equals("late")
              && !isImpossible(decision);
      if (left) {
        assertThat(phaseDeadlines(decision)).as("%s", decision).contains(new ClearDeadline(PHASE));
      }
    });
  }

  /** A process that is there does not fail to start, and is not started once more. */
  private static boolean isImpossible(Decision decision) {
    return decision.happening().equals("failed to start") || decision.happening().equals("started");
  }

  private static List<Effect> phaseDeadlines(Decision decision) {
    return decision.effects().stream()
        .filter(effect ->
            (effect instanceof SetDeadline set && set.deadline().equals(PHASE))
                || effect.equals(new ClearDeadline(PHASE)))
        .toList();
  }

  @Test
  void moreTimeIsGivenToWhatIsLimitedAndTheProcessItselfCanProlong() {
    forEachDecision(decision -> {
      if (decision.happening().equals("more time")) {
        assertThat(decision.after()).isEqualTo(decision.before());
        assertThat(decision.effects())
            .as("%s", decision)
            .isEqualTo(
                prolonged(decision)
                    .map(limit -> List.of(new ExtendDeadline(limit, Duration.ofMinutes(1))))
                    .orElse(List.of()));
      }
    });
  }

  private static Optional<Deadline> prolonged(Decision decision) {
    ProcessState state = decision.before();
    boolean starting = state.phase() == Phase.UP && !state.ready() && !state.frozen();
    if (starting && decision.policy().readyWithin().isPresent()) {
      return Optional.of(new Deadline(Deadline.Kind.READY, Setup.ONLY));
    }
    return state.phase() == Phase.DRAINING || state.phase() == Phase.STOPPING
        ? Optional.of(PHASE)
        : Optional.empty();
  }

  @Test
  void killComesOnlyAfterTheTimeToObeyOrInAHurry() {
    forEachDecision(decision -> {
      if (decision.effects().contains(new SignalGroup(Setup.ONLY, Signal.KILL))) {
        assertThat(decision.happening()).as("%s", decision).isIn("late", "hurry");
      }
    });
  }

  @Test
  void nothingIsLookedAtOnceAProcessEnds() {
    forEachDecision(decision -> {
      boolean leavesUp =
          decision.before().phase() == Phase.UP && decision.after().phase() != Phase.UP;
      if (leavesUp && !isImpossible(decision) && !decision.happening().equals("gone")) {
        assertThat(decision.effects())
            .as("%s", decision)
            .contains(new Watch(Setup.ONLY, Effect.Watching.NOTHING));
        assertThat(decision.after().ready()).as("%s", decision).isFalse();
      }
    });
  }

  @Test
  void onlyTheGoalOrAnEndOfItsOwnIsAReasonToBeOver() {
    forEachDecision(decision -> {
      boolean over = decision.before().over().isEmpty() && decision.after().over().isPresent();
      if (over) {
        assertThat(decision.happening()).as("%s", decision).isIn("gone", "failed to start");
        assertThat(decision.after().phase()).as("%s", decision).isEqualTo(Phase.DOWN);
      }
    });
  }

  @Test
  void aRestThatIsWantedIsNeverARestart() {
    forEachDecision(decision -> {
      if (decision.before().goal() == Goal.REST && !decision.happening().equals("run")) {
        assertThat(decision.after().phase())
            .as("%s", decision)
            .satisfies(phase ->
                assertThat(phase == Phase.WAITING && decision.before().phase() != phase).isFalse());
      }
    });
  }

  private static void forEachDecision(Consumer<Decision> claim) {
    for (Policy policy : Policies.all()) {
      for (ProcessState before : states()) {
        for (Happening happening : happenings()) {
          List<Effect> effects = new ArrayList<>();
          ProcessSetup setup =
              new ProcessSetup(Setup.ONLY, Policies.COMMAND, policy, Map.of(), Optional.empty());
          ProcessMachine machine = new ProcessMachine(setup, before, effects, () -> 0.5);
          happening.to().accept(machine);
          claim.accept(
              new Decision(
                  policy, before, happening.name(), List.copyOf(effects), machine.state()));
        }
      }
    }
  }

  private static List<ProcessState> states() {
    List<ProcessState> states = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (Goal goal : Goal.values()) {
        for (int flags = 0; flags < 16; flags++) {
          states.add(
              new ProcessState(
                  phase,
                  goal,
                  (flags & 1) != 0,
                  flags & 1,
                  (flags & 2) != 0,
                  (flags & 4) != 0,
                  0,
                  (flags & 8) != 0 ? 3 : 0,
                  Optional.of(Exits.status(7)),
                  phase == Phase.DOWN && (flags & 2) != 0 ? Optional.of(7) : Optional.empty()));
        }
      }
    }
    return states;
  }

  private static List<Happening> happenings() {
    return List.of(
        new Happening("run", machine -> machine.want(Goal.RUN)),
        new Happening("rest", machine -> machine.want(Goal.REST)),
        new Happening("hold", machine -> machine.want(Goal.HOLD)),
        new Happening("started", machine -> machine.started(Exits.PID)),
        new Happening("failed to start", machine -> machine.failedToStart("cannot run 'x'", 127)),
        new Happening("ended", machine -> machine.ended(Exits.status(0), Duration.ofMillis(1))),
        new Happening("killed", machine -> machine.ended(Exits.signal(Signal.KILL), Duration.ZERO)),
        new Happening("ran long", machine -> machine.ended(Exits.status(1), Duration.ofHours(1))),
        new Happening("gone", ProcessMachine::groupEnded),
        new Happening("ready", ProcessMachine::ready),
        new Happening("not ready", ProcessMachine::notReady),
        new Happening("not ready in time", machine -> notReadyInTime(machine)),
        new Happening("more time", machine -> machine.moreTimeWanted(Duration.ofMinutes(1))),
        new Happening("not alive", machine -> machine.unhealthy("no answer")),
        new Happening("asked anew", ProcessMachine::askAnew),
        new Happening("drained", ProcessMachine::drained),
        new Happening("late", machine -> machine.deadlinePassed(false)),
        new Happening("hurry", ProcessMachine::hurry),
        new Happening("freeze", machine -> machine.freeze(true)),
        new Happening("thaw", machine -> machine.freeze(false)),
        new Happening("signal", machine -> machine.signalRequested(Signal.HUP)),
        new Happening("restart", ProcessMachine::restartOnRequest),
        new Happening("hasten", ProcessMachine::hasten));
  }

  private static void notReadyInTime(ProcessMachine machine) {
    if (machine.policy().readyWithin().isPresent()) {
      machine.readyDeadlinePassed(Optional.of("no answer"));
    }
  }
}
