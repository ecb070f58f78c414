package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.Signal;
import dev.ostler.supervisor.Effect.ClearDeadline;
import dev.ostler.supervisor.Effect.Exit;
import dev.ostler.supervisor.Effect.SetDeadline;
import dev.ostler.supervisor.Effect.SignalEveryone;
import dev.ostler.supervisor.Effect.Start;
import dev.ostler.supervisor.State.Leaving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every state, reachable or not, with every input under every policy. */
class MachineStatesTest {
  /** In these something is to end, and time limits how long that is waited for. */
  private static final Set<Phase> LIMITED =
      Set.of(
          Phase.WAITING,
          Phase.STOPPING,
          Phase.CLEARING,
          Phase.KILLING,
          Phase.CLEARING_BY_KILL,
          Phase.LEAVING);

  /** One decision. */
  private record Decision(
      Policy policy, State before, Input input, List<Effect> effects, State after) {
    boolean has(Class<? extends Effect> type) {
      return effects.stream().anyMatch(type::isInstance);
    }
  }

  @Test
  void startsOnlyWhatShouldRunAndOnlyOnce() {
    forEachDecision(decision -> {
      if (decision.has(Start.class)) {
        assertThat(decision.effects()).filteredOn(Start.class::isInstance).hasSize(1);
        assertThat(decision.after().shouldRun()).as("%s", decision).isTrue();
        assertThat(decision.after().phase()).as("%s", decision).isEqualTo(Phase.STARTING);
        assertThat(decision.before().phase())
            .as("%s", decision)
            .isIn(runsNothing(decision.input()));
      }
    });
  }

  /** Phases in which no process can be there once the input has come. */
  private static List<Phase> runsNothing(Input input) {
    return switch (input) {
      case Input.GroupEnded _, Input.FailedToStart _ -> List.of(Phase.values());
      default -> List.of(Phase.DOWN, Phase.WAITING);
    };
  }

  @Test
  void whateverIsWaitedForIsLimitedByTime() {
    forEachDecision(decision -> {
      if (LIMITED.contains(decision.after().phase())) {
        List<Effect> deadlines =
            decision.effects().stream()
                .filter(effect -> effect instanceof SetDeadline || effect instanceof ClearDeadline)
                .toList();
        boolean passed = decision.input() instanceof Input.DeadlinePassed;
        boolean entered = decision.before().phase() != decision.after().phase();
        if (passed || entered || !deadlines.isEmpty()) {
          assertThat(deadlines).as("%s", decision).isNotEmpty();
          assertThat(deadlines.getLast()).as("%s", decision).isInstanceOf(SetDeadline.class);
        }
      }
    });
  }

  @Test
  void everyoneIsKilledBeforeThereIsNoLimit() {
    forEachDecision(decision -> {
      if (decision.after().phase() == Phase.LEAVING_BY_KILL
          && decision.before().phase() != Phase.LEAVING_BY_KILL) {
        assertThat(decision.effects()).contains(new SignalEveryone(Signal.KILL));
      }
    });
  }

  @Test
  void decisionToLeaveIsForGood() {
    forEachDecision(decision -> {
      if (decision.before().leaving().isPresent()) {
        assertThat(decision.after().leaving().orElseThrow().status())
            .as("%s", decision)
            .isEqualTo(decision.before().leaving().orElseThrow().status());
        assertThat(decision.has(Start.class)).as("%s", decision).isFalse();
      }
    });
  }

  @Test
  void exitComesWhenNobodyIsLeftAndNeverElse() {
    forEachDecision(decision -> {
      boolean leaving =
          decision.before().phase() == Phase.LEAVING
              || decision.before().phase() == Phase.LEAVING_BY_KILL;

      assertThat(decision.has(Exit.class))
          .as("%s", decision)
          .isEqualTo(leaving && decision.input() instanceof Input.NobodyLeft);
    });
  }

  private static void forEachDecision(Consumer<Decision> claim) {
    for (Policy policy : Policies.all()) {
      for (State before : states()) {
        for (Input input : inputs()) {
          Machine machine = new Machine(policy, before);
          List<Effect> effects = machine.next(input);
          claim.accept(new Decision(policy, before, input, effects, machine.state()));
        }
      }
    }
  }

  private static List<State> states() {
    List<State> states = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (int flags = 0; flags < 8; flags++) {
        for (Optional<Leaving> leaving : leavings()) {
          for (int restarts : new int[] {0, 3}) {
            states.add(
                new State(
                    phase,
                    (flags & 1) != 0,
                    (flags & 2) != 0,
                    (flags & 4) != 0,
                    leaving,
                    Optional.of(Exits.status(7)),
                    restarts));
          }
        }
      }
    }
    return states;
  }

  private static List<Optional<Leaving>> leavings() {
    return List.of(
        Optional.empty(),
        Optional.of(new Leaving(Optional.of(3), Optional.empty())),
        Optional.of(new Leaving(Optional.of(0), Optional.of(Signal.TERM))),
        Optional.of(new Leaving(Optional.empty(), Optional.of(Signal.INT))));
  }

  private static List<Input> inputs() {
    return List.of(
        new Input.Begun(),
        new Input.SignalArrived(Signal.TERM),
        new Input.SignalArrived(Signal.INT),
        new Input.SignalArrived(Signal.HUP),
        new Input.SignalArrived(Signal.TSTP),
        new Input.ActivationSet(true),
        new Input.ActivationSet(false),
        new Input.SuspensionSet(true),
        new Input.SuspensionSet(false),
        new Input.SignalRequested(Signal.QUIT),
        new Input.Started(Exits.PID),
        new Input.FailedToStart("cannot run 'x'", 127),
        Exits.ended(Exits.status(0)),
        Exits.ended(Exits.signal(Signal.KILL)),
        new Input.Ended(Exits.status(1), Duration.ofHours(1)),
        new Input.GroupEnded(),
        new Input.NobodyLeft(),
        new Input.DeadlinePassed(),
        new Input.ConfigurationChanged(),
        new Input.ConfigurationUpdated(true),
        new Input.ConfigurationUpdated(false),
        new Input.ConfigurationFailed(),
        new Input.CompanionFailed(1));
  }
}
