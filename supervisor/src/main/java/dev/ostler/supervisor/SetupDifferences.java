package dev.ostler.supervisor;

import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Works out what following another setup means. */
final class SetupDifferences {
  private static final String ANEW = "takes effect when Ostler is started anew";

  private final List<Difference> differences = new ArrayList<>();

  private SetupDifferences() {}

  /** In the order of the new setup; what is gone comes last. */
  static List<Difference> between(Setup before, Setup after) {
    SetupDifferences all = new SetupDifferences();
    all.compareProcesses(before, after);
    all.compareConfigurations(before, after);
    all.compareRest(before, after);
    return all.differences;
  }

  private void add(Action action, String subject, String message) {
    differences.add(new Difference(action, subject, message));
  }

  private void compareProcesses(Setup before, Setup after) {
    for (ProcessSetup process : after.processes()) {
      Optional<ProcessSetup> old = find(before.processes(), ProcessSetup::name, process.name());
      if (old.isEmpty()) {
        add(Action.ADD, process.name(), "is new");
      } else if (needsRestart(old.get(), process)) {
        add(Action.RESTART, process.name(), "is run otherwise");
      } else if (!old.get().equals(process)) {
        add(Action.ADJUST, process.name(), "is looked after otherwise");
      }
    }
    for (ProcessSetup process : before.processes()) {
      if (find(after.processes(), ProcessSetup::name, process.name()).isEmpty()) {
        add(Action.REMOVE, process.name(), "is gone");
      }
    }
  }

  /** Whether a process that runs would have to be started anew to be as it should. */
  static boolean needsRestart(ProcessSetup before, ProcessSetup after) {
    return !before.command().equals(after.command())
        || !before.surroundings().equals(after.surroundings());
  }

  private void compareConfigurations(Setup before, Setup after) {
    for (ConfigurationSetup setup : after.configurations()) {
      Optional<ConfigurationSetup> old =
          find(before.configurations(), ConfigurationSetup::name, setup.name());
      if (old.isEmpty()) {
        add(Action.ADD, subject(setup), "is new");
      } else if (!old.get().equals(setup)) {
        add(Action.RESTART, subject(setup), "is kept up to date otherwise");
      }
    }
    for (ConfigurationSetup setup : before.configurations()) {
      if (find(after.configurations(), ConfigurationSetup::name, setup.name()).isEmpty()) {
        add(Action.REMOVE, subject(setup), "is gone; its target stays as it is");
      }
    }
  }

  private static String subject(ConfigurationSetup setup) {
    return "configuration " + setup.name();
  }

  private void compareRest(Setup before, Setup after) {
    if (!before
        .activation()
        .map(ActivationSetup::file)
        .equals(after.activation().map(ActivationSetup::file))) {
      add(Action.NOT_POSSIBLE, "activation", ANEW);
    } else if (!before.activation().equals(after.activation())) {
      add(Action.ADJUST, "activation", "concerns others, or settles otherwise");
    }
    if (!before.signals().equals(after.signals())) {
      add(Action.ADJUST, "signals", "do something else");
    }
    if (!before.access().equals(after.access())) {
      add(Action.NOT_POSSIBLE, "control, datagrams and metrics", ANEW);
    }
    if (!before.end().equals(after.end())) {
      add(Action.ADJUST, "end", "is another");
    }
  }

  private static <T> Optional<T> find(List<T> all, Function<T, String> naming, String name) {
    return all.stream().filter(one -> naming.apply(one).equals(name)).findFirst();
  }
}
