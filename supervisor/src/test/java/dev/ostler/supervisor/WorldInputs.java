package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What comes into a {@link World} from outside, by chance. */
final class WorldInputs {
  private static final SetBy BY_CHANCE = new SetBy.Datagram();

  private final Random random;
  private final World world;

  WorldInputs(Random random, World world) {
    this.random = random;
    this.world = world;
  }

  Input next() {
    Set<String> whom =
        random.nextBoolean() ? Set.copyOf(world.beings().keySet()) : Set.of(someone());
    return switch (random.nextInt(14)) {
      case 0 -> new Input.ActivationSet(false);
      case 1 -> new Input.ActivationSet(true);
      case 2 -> new Input.SuspensionSet(whom, true, BY_CHANCE);
      case 3 -> new Input.SuspensionSet(whom, false, BY_CHANCE);
      case 4 -> new Input.SignalArrived(Signal.HUP);
      case 5 -> new Input.SignalRequested(whom, Signal.QUIT);
      case 6 -> new Input.StartSet(whom, true, BY_CHANCE);
      case 7 -> new Input.StartSet(whom, false, BY_CHANCE);
      case 8 -> new Input.RestartRequested(whom, BY_CHANCE);
      case 9 -> new Input.NotAlive(someone(), "chance");
      case 10 -> new Input.MoreTimeWanted(someone(), Duration.ofMinutes(1));
      case 11, 12 -> configurationInput();
      default ->
          random.nextInt(20) == 0 ? new Input.CompanionFailed(1) : new Input.BecameReady(someone());
    };
  }

  private Input configurationInput() {
    if (world.setup().configurations().isEmpty()) {
      return new Input.SignalArrived(Signal.WINCH);
    }
    String name = world.setup().configurations().getFirst().name();
    return switch (random.nextInt(4)) {
      case 0 -> new Input.NothingNew(name);
      case 1 -> new Input.SourceRemoved(name);
      default -> new Input.ConfigurationChanged(name);
    };
  }

  String someone() {
    List<String> names = new ArrayList<>(world.machine().processes());
    return names.get(random.nextInt(names.size()));
  }

  /** Whether an input is about a configuration. */
  static boolean isAbout(String configuration, Input input) {
    return switch (input) {
      case Input.Unproven about -> about.configuration().equals(configuration);
      case Input.ConfigurationChanged about -> about.configuration().equals(configuration);
      case Input.SourceRemoved about -> about.configuration().equals(configuration);
      case Input.NothingNew about -> about.configuration().equals(configuration);
      case Input.ConfigurationStaged about -> about.configuration().equals(configuration);
      case Input.ConfigurationChecked about -> about.configuration().equals(configuration);
      case Input.ConfigurationUpdated about -> about.configuration().equals(configuration);
      case Input.ConfigurationOvertaken about -> about.configuration().equals(configuration);
      case Input.ConfigurationRefused about -> about.configuration().equals(configuration);
      case Input.UsersTold about -> about.configuration().equals(configuration);
      case Input.RolledBack about -> about.configuration().equals(configuration);
      default -> false;
    };
  }
}
