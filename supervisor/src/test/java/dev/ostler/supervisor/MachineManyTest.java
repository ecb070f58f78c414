package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one event means for a thousand processes: work for those whom it concerns. */
class MachineManyTest {
  private static final int MANY = 1_000;
  private static final SetBy SOMEBODY = new SetBy.Datagram();

  private Machine machine = new Machine(setup(), true, Set.of(), () -> 0.5);

  /** The last two follow p500. */
  private static Setup setup() {
    List<ProcessSetup> processes = new ArrayList<>();
    for (int number = 0; number < MANY; number++) {
      processes.add(
          new ProcessSetup(
              "p" + number,
              Policies.COMMAND,
              Policies.all().getFirst(),
              number < MANY - 2 ? Map.of() : Map.of("p500", Milestone.READY),
              Optional.empty()));
    }
    return new Setup(
        processes,
        List.of(),
        Optional.empty(),
        SignalSetup.ofCommand(SignalMap.unchanged(), Signal.TERM),
        Setup.Access.none(),
        new Setup.End(Optional.empty(), Duration.ofSeconds(1), false),
        MessageFormat.TEXT);
  }

  @BeforeEach
  void begin() {
    machine.next(new Input.Begun());
  }

  @Test
  void allAreLookedAtInTheBeginning() {
    assertThat(machine.touched()).hasSize(MANY);
  }

  @Test
  void oneThatNobodyFollowsIsLookedAtAlone() {
    machine.next(new Input.Started("p7", 7));

    assertThat(machine.touched()).containsExactly("p7");
  }

  @Test
  void oneIsLookedAtWithThoseThatFollowIt() {
    List<Effect> effects = machine.next(new Input.Started("p500", 7));

    assertThat(machine.touched()).containsExactly("p500", "p998", "p999");
    assertThat(effects).contains(new Effect.Start("p998"), new Effect.Start("p999"));
  }

  @Test
  void endOfAFollowerIsOneForThoseBeforeIt() {
    machine.next(new Input.Started("p500", 7));
    machine.next(new Input.Started("p999", 8));

    machine.next(new Input.StartSet(Set.of("p999"), false, SOMEBODY));

    assertThat(machine.touched()).containsExactly("p500", "p999");
  }

  @Test
  void whatEndsEverythingConcernsAll() {
    machine.next(new Input.SignalArrived(Signal.TERM));

    assertThat(machine.touched()).hasSize(MANY);
  }
}
