package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What becomes of updates of the configurations of a {@link World}, by chance. */
final class WorldUpdates {
  private final Random random;
  private final World world;

  WorldUpdates(Random random, World world) {
    this.random = random;
    this.world = world;
  }

  /** What is heard of a step; empty for one of which nothing is. */
  Optional<Input> outcome(String configuration, Effect.Step step) {
    return switch (step) {
      case STAGE ->
          Optional.of(
              succeeds()
                  ? new Input.ConfigurationStaged(configuration, random.nextBoolean())
                  : notYet(configuration));
      case CHECK ->
          Optional.of(
              new Input.ConfigurationChecked(configuration, random.nextBoolean(), "by chance"));
      case SWITCH ->
          Optional.of(
              succeeds()
                  ? new Input.ConfigurationUpdated(configuration, random.nextBoolean(), action())
                  : notYet(configuration));
      case ROLL_BACK ->
          Optional.of(succeeds() ? new Input.RolledBack(configuration) : refused(configuration));
      case STOP_COMMAND, KEEP -> Optional.empty();
    };
  }

  private boolean succeeds() {
    return random.nextInt(4) > 0;
  }

  private Input refused(String configuration) {
    return new Input.ConfigurationRefused(configuration, random.nextBoolean());
  }

  /** The newer version that it is for is a change of its own. */
  private Input notYet(String configuration) {
    return random.nextInt(4) > 0
        ? refused(configuration)
        : new Input.ConfigurationOvertaken(configuration);
  }

  private Action action() {
    Set<String> users = world.setup().configurations().getFirst().users();
    String user = users.iterator().next();
    return switch (random.nextInt(4)) {
      case 0 -> new Action.Nothing();
      case 1 -> new Action.Send(Map.of(user, Signal.HUP));
      case 2 -> new Action.Restart(users);
      default -> new Action.Run(Policies.COMMAND);
    };
  }
}
