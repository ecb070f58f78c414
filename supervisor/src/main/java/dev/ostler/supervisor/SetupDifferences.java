package dev.ostler.supervisor;

import dev.ostler.control.Reloaded.Action;
import dev.ostler.control.Reloaded.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Works out what following another setup means. */
final class SetupDifferences {
  private static final String ANEW = "takes effect when Ostler is started anew";

  private static final String CONFIGURATION = "configuration ";

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
    Map<String, ProcessSetup> gone = byName(before.processes(), ProcessSetup::name);
    for (ProcessSetup process : after.processes()) {
      ProcessSetup old = gone.remove(process.name());
      if (old == null) {
        add(
            Action.ADD,
            process.name(),
            isAutostarted(process) ? "is new" : "is new, and is not started");
      } else if (needsRestart(old, process)) {
        add(Action.RESTART, process.name(), "is run otherwise");
      } else if (isToStart(old, process)) {
        add(Action.START, process.name(), "is started by itself from now on");
      } else if (!old.equals(process)) {
        add(Action.ADJUST, process.name(), "is looked after otherwise");
      }
    }
    for (String name : gone.keySet()) {
      add(Action.REMOVE, name, "is gone");
    }
  }

  /** Whether a process that runs would have to be started anew to be as it should. */
  static boolean needsRestart(ProcessSetup before, ProcessSetup after) {
    return !before.command().equals(after.command())
        || !before.surroundings().equals(after.surroundings());
  }

  /** Whether a process that rests because nobody has asked for it rests no more. */
  static boolean isToStart(ProcessSetup before, ProcessSetup after) {
    return isAutostarted(after) && !isAutostarted(before);
  }

  private static boolean isAutostarted(ProcessSetup process) {
    return process.policy().traits().autostart();
  }

  private void compareConfigurations(Setup before, Setup after) {
    Map<String, ConfigurationSetup> gone =
        byName(before.configurations(), ConfigurationSetup::name);
    for (ConfigurationSetup setup : after.configurations()) {
      ConfigurationSetup old = gone.remove(setup.name());
      if (old == null) {
        add(Action.ADD, subject(setup), "is new");
      } else if (!old.equals(setup)) {
        add(Action.RESTART, subject(setup), "is kept up to date otherwise");
      }
    }
    for (ConfigurationSetup setup : gone.values()) {
      add(Action.REMOVE, subject(setup), "is gone; its target stays as it is");
    }
  }

  private static String subject(ConfigurationSetup setup) {
    return CONFIGURATION + setup.name();
  }

  /** The name of the configuration that a difference is about; no process has such a name. */
  static Optional<String> configuration(Difference difference) {
    return difference.subject().startsWith(CONFIGURATION)
        ? Optional.of(difference.subject().substring(CONFIGURATION.length()))
        : Optional.empty();
  }

  /** What of another setup can be followed without starting anew; the rest stays as it was. */
  static Setup possible(Setup before, Setup after) {
    return new Setup(
        after.processes(),
        after.configurations(),
        haveSameActivation(before, after) ? after.activation() : before.activation(),
        after.signals(),
        before.access(),
        new Setup.End(after.end().status(), after.end().grace(), before.end().whenIdle()),
        before.messages());
  }

  private static boolean haveSameActivation(Setup before, Setup after) {
    return before
        .activation()
        .map(ActivationSetup::file)
        .equals(after.activation().map(ActivationSetup::file));
  }

  private void compareRest(Setup before, Setup after) {
    if (!haveSameActivation(before, after)) {
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
    if (before.messages() != after.messages()) {
      add(Action.NOT_POSSIBLE, "log", ANEW);
    }
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> naming) {
    Map<String, T> byName = new LinkedHashMap<>();
    all.forEach(one -> byName.put(naming.apply(one), one));
    return byName;
  }
}
