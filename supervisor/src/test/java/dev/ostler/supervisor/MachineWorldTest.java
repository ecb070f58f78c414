package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Lives of workloads by chance; a failure names its seed. */
class MachineWorldTest {
  private static final int LIVES = 20_000;
  private static final int MOMENTS = 100;

  private static final ChildCommand OTHERWISE = ChildCommand.of(List.of("otherwise"), Map.of());
  private static final List<String> NAMES = List.of("db", "cache", "web", "proxy");

  @Test
  void everyLifeKeepsTheRulesAndEnds() {
    for (int seed = 0; seed < LIVES; seed++) {
      Random random = new Random(seed);
      World world = new World(random, () -> setup(random, random::nextBoolean));

      OptionalInt status = world.live(MOMENTS);

      assertThat(status).as("seed %d ends: %s", seed, world).isPresent();
    }
  }

  static Setup setup(Random random) {
    return setup(random, () -> true);
  }

  private static Setup setup(Random random, BooleanSupplier autostart) {
    List<ProcessSetup> processes = new ArrayList<>();
    for (String name : some(random)) {
      processes.add(
          new ProcessSetup(
              name,
              random.nextInt(4) > 0 ? Policies.COMMAND : OTHERWISE,
              started(policy(random), autostart.getAsBoolean()),
              after(random, processes),
              Optional.empty()));
    }
    Set<String> some = Set.of(processes.getFirst().name());
    return new Setup(
        processes,
        random.nextBoolean() ? List.of() : List.of(configuration(random, some)),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new ActivationSetup(
                    Path.of("/active"), some, Duration.ofSeconds(random.nextInt(2)))),
        SignalSetup.ofCommand(SignalMap.unchanged(), Signal.TERM),
        Setup.Access.none(),
        new Setup.End(Optional.empty(), Duration.ofSeconds(1), random.nextBoolean()),
        MessageFormat.TEXT);
  }

  private static List<String> some(Random random) {
    List<String> some = new ArrayList<>(NAMES);
    some.removeIf(_ -> random.nextBoolean());
    return some.isEmpty() ? NAMES : some;
  }

  private static Policy started(Policy policy, boolean autostart) {
    Policy.Traits traits = policy.traits();
    return policy.withTraits(
        new Policy.Traits(
            traits.essential(),
            traits.oneShot(),
            traits.wholeGroup(),
            traits.frozenBySuspending(),
            autostart));
  }

  private static Policy policy(Random random) {
    List<Policy> policies = Policies.all();
    Policy policy = policies.get(random.nextInt(policies.size()));
    if (random.nextInt(3) > 0) {
      return policy;
    }
    Optional<ChildCommand> command =
        random.nextBoolean() ? Optional.of(Policies.COMMAND) : Optional.empty();
    return policy.withStopping(
        new Stopping(
            Optional.of(new Stopping.Drain(command, Duration.ofSeconds(1))),
            List.of(
                new Stopping.Step(Signal.TERM, Duration.ofSeconds(1)),
                new Stopping.Step(Signal.INT, Duration.ofSeconds(1))),
            random.nextBoolean() ? Stopping.Whom.GROUP : Stopping.Whom.LEADER));
  }

  private static Map<String, Milestone> after(Random random, List<ProcessSetup> former) {
    Map<String, Milestone> after = new LinkedHashMap<>();
    for (ProcessSetup process : former) {
      if (random.nextBoolean()) {
        Milestone[] milestones = Milestone.values();
        after.put(process.name(), milestones[random.nextInt(milestones.length)]);
      }
    }
    return after;
  }

  private static ConfigurationSetup configuration(Random random, Set<String> users) {
    Optional<KeepIf> keepIf =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new KeepIf(users, Duration.ofSeconds(10), Duration.ofSeconds(1)));
    Optional<ConfigurationSetup.Check> check =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new ConfigurationSetup.Check(
                    ChildCommand.of(List.of("check", "{staged}"), Map.of()),
                    Duration.ofMinutes(1)));
    return new ConfigurationSetup(
        "site",
        new ConfigurationSetup.Source(ConfigurationSetup.Form.ARCHIVE, Path.of("/site.tar")),
        Path.of("/site"),
        TreeOptions.defaults(),
        check,
        List.of(),
        keepIf,
        users,
        random.nextBoolean());
  }
}
