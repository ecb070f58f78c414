package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run file as the supervisor takes it. */
final class RunFileSetup {
  private static final Mode OWNER_ALONE = new Mode(0600);
  private static final Mode WITH_GROUP = new Mode(0660);

  private final RunFile file;
  private final Map<String, String> environment;

  private RunFileSetup(RunFile file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * Takes a file that has been checked.
   *
   * @throws IOException if a user or a file of variables is gone since
   */
  static Setup of(RunFile file, Map<String, String> environment) throws IOException {
    return new RunFileSetup(file, environment).setup();
  }

  private Setup setup() throws IOException {
    List<ProcessSetup> processes = new ArrayList<>();
    Duration grace = Duration.ZERO;
    for (Map.Entry<String, ProcessSettings> entry : file.processes().entrySet()) {
      ProcessSetup process = new ProcessSetups(entry.getValue(), environment).named(entry.getKey());
      processes.add(process);
      grace = longer(grace, process.policy().stopping().grace());
    }
    List<ConfigurationSetup> configurations = new ArrayList<>();
    for (Map.Entry<String, ConfigurationSettings> entry : file.configuration().entrySet()) {
      configurations.add(
          new ConfigurationSetups(entry.getValue(), file.processes().keySet(), environment)
              .named(entry.getKey()));
    }
    return new Setup(
        processes,
        configurations,
        file.activation().map(this::activation),
        signals(),
        access(),
        new Setup.End(Optional.empty(), grace, endsWhenIdle()),
        messages());
  }

  /** If nobody can have anything started again. */
  private boolean endsWhenIdle() {
    return file.control().isEmpty() && file.datagrams().isEmpty() && file.activation().isEmpty();
  }

  private MessageFormat messages() {
    return switch (file.log().format()) {
      case TEXT -> MessageFormat.TEXT;
      case JSON -> MessageFormat.JSON;
    };
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private ActivationSetup activation(AccessSettings.Activation activation) {
    Set<String> processes =
        activation.processes().isEmpty()
            ? file.processes().keySet()
            : new HashSet<>(activation.processes());
    return new ActivationSetup(activation.file(), processes, activation.settle());
  }

  /** TERM and INT ask to end, unless they are to mean something else. */
  private SignalSetup signals() {
    SignalMap map = SignalMap.withoutTerminal();
    Set<Signal> stopping = new HashSet<>(Set.of(Signal.TERM, Signal.INT));
    Set<Signal> reloading = new HashSet<>();
    for (Map.Entry<Signal, AccessSettings.Forwarding> entry : file.signals().entrySet()) {
      Signal from = entry.getKey();
      switch (entry.getValue()) {
        case AccessSettings.Forwarding.As as -> map = map.with(from, Optional.of(as.signal()));
        case AccessSettings.Forwarding.None _ -> {
          map = map.with(from, Optional.empty());
          stopping.remove(from);
        }
        case AccessSettings.Forwarding.Reload _ -> {
          reloading.add(from);
          stopping.remove(from);
        }
      }
    }
    return new SignalSetup(map, stopping, reloading, false);
  }

  private Setup.Access access() {
    return new Setup.Access(
        file.datagrams().map(taken -> new Setup.Datagrams(taken.socket(), taken.answers())),
        file.control().map(RunFileSetup::control),
        file.metrics().map(metrics -> metrics.listen().resolved().orElseThrow()));
  }

  private static Setup.Control control(AccessSettings.Control control) {
    Mode usual = control.group().isPresent() ? WITH_GROUP : OWNER_ALONE;
    return new Setup.Control(
        control.socket(), control.mode().orElse(usual).bits(), control.group());
  }
}
