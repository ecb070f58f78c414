package dev.ostler.supervisor;

import dev.ostler.entrypoint.ActivationChanged;
import dev.ostler.entrypoint.ActivationHandler;
import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.DatagramReceived;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.NobodyLeft;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.SignalReceived;
import dev.ostler.entrypoint.Warning;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks after everything of one {@link Setup} until it is over: events in, decisions by {@link
 * Machine}, effects out.
 */
final class Supervision implements Effect.Performer {
  private static final int SOCKET_MODE = 0660;
  private static final int FAILED = 1;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final String BY_DATAGRAM = "a datagram";

  private final Entrypoint entrypoint;
  private final Reporter reporter;
  private final Machine machine;
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final Map<String, Pipeline> pipelines = new LinkedHashMap<>();
  private final Map<Deadline, Alarm> alarms = new HashMap<>();
  private OptionalInt status = OptionalInt.empty();

  Supervision(Entrypoint entrypoint, Setup setup, Reporter reporter) throws IOException {
    this.entrypoint = entrypoint;
    this.reporter = reporter;
    for (ProcessSetup process : setup.processes()) {
      units.put(process.name(), new Unit(entrypoint, process));
    }
    if (setup.access().datagrams().isPresent()) {
      entrypoint.datagrams(setup.access().datagrams().get(), SOCKET_MODE);
    }
    boolean active = isActive(entrypoint, setup);
    for (ConfigurationSetup configuration : setup.configurations()) {
      pipelines.put(configuration.name(), new Pipeline(entrypoint, this, configuration));
    }
    this.machine = new Machine(setup, active, configured(setup), new Chance());
  }

  private static boolean isActive(Entrypoint entrypoint, Setup setup) throws IOException {
    if (setup.activation().isEmpty()) {
      return true;
    }
    ActivationHandler handler = entrypoint.activation(setup.activation().get().file());
    return handler.isActive();
  }

  /**
   * A first configuration that is there already is brought to the target before the first start.
   */
  private static Set<String> configured(Setup setup) {
    Set<String> configured = new HashSet<>();
    for (ConfigurationSetup configuration : setup.configurations()) {
      if (!configuration.required() && !Files.exists(configuration.source().path())) {
        configured.add(configuration.name());
      }
    }
    return configured;
  }

  Unit unit(String process) {
    Unit unit = units.get(process);
    if (unit == null) {
      throw new AssertionError("internal error: no process is called " + process);
    }
    return unit;
  }

  @Override
  public void say(String message) {
    reporter.say(message);
  }

  /** Takes events until it is decided to exit; returns the status. */
  int loop() {
    for (Pipeline pipeline : pipelines.values()) {
      pipeline.introduce();
    }
    take(new Input.Begun());
    for (Event event : entrypoint.events()) {
      handle(event);
      if (status.isPresent()) {
        break;
      }
    }
    return status.orElse(0);
  }

  private void handle(Event event) {
    switch (event) {
      case ProcessEvent process -> handleProcess(process);
      case SignalReceived received -> signalled(received.received().signal());
      case ActivationChanged changed -> {
        changed.trouble().ifPresent(this::say);
        take(new Input.ActivationSet(changed.active()));
      }
      case ConfigurationEvent change -> handleConfiguration(change);
      case DatagramReceived received -> obey(received.datagram().text().strip());
      case AlarmRang rang -> rang(rang);
      case NobodyLeft _ -> take(new Input.NobodyLeft());
      case Warning warning -> say(warning.message());
    }
  }

  private void handleProcess(ProcessEvent event) {
    for (Unit unit : units.values()) {
      if (unit.process().equals(event.handler())) {
        handleOwn(unit, event);
        return;
      }
    }
    for (Pipeline pipeline : pipelines.values()) {
      if (pipeline.happened(event)) {
        return;
      }
    }
    for (Unit unit : units.values()) {
      unit.companion().happened(event);
    }
  }

  private void handleOwn(Unit unit, ProcessEvent event) {
    String name = unit.name();
    switch (event) {
      case ProcessEvent.Started started -> take(new Input.Started(name, started.pid()));
      case ProcessEvent.FailedToStart failed ->
          take(
              new Input.FailedToStart(
                  name,
                  String.valueOf(failed.reason().getMessage()),
                  shellStatus(failed.reason())));
      case ProcessEvent.Ended ended -> take(new Input.Ended(name, ended.exit(), ended.ran()));
      case ProcessEvent.GroupEnded _ -> take(new Input.GroupEnded(name));
      case ProcessEvent.Suspended _ -> unit.stoppedFromTerminal();
    }
  }

  /** As a shell would say it; what is not about the program itself is our own failure. */
  static int shellStatus(LinuxException refused) {
    if (!refused.action().startsWith("run ")) {
      return FAILED;
    }
    return refused.errno() == Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
  }

  private void signalled(Signal signal) {
    if (signal.isForwardable()) {
      if (signal.equals(Signal.QUIT)) {
        signalCompanions(signal); // of all others they would only die
      }
      take(new Input.SignalArrived(signal));
    }
  }

  private void signalCompanions(Signal signal) {
    for (Unit unit : units.values()) {
      unit.companion().signal(signal);
    }
  }

  private void obey(String word) {
    Set<String> all = units.keySet();
    switch (word) {
      case "STOP" -> take(new Input.SuspensionSet(all, true, BY_DATAGRAM));
      case "START" -> take(new Input.SuspensionSet(all, false, BY_DATAGRAM));
      case "QUIT" -> {
        signalCompanions(Signal.QUIT);
        take(new Input.SignalRequested(all, Signal.QUIT));
      }
      default -> {} // Anything else is ignored, as it always was.
    }
  }

  private void handleConfiguration(ConfigurationEvent event) {
    for (Pipeline pipeline : pipelines.values()) {
      if (pipeline.handler().equals(event.handler())) {
        pipeline.happened(event);
        return;
      }
    }
  }

  private void rang(AlarmRang rang) {
    for (Map.Entry<Deadline, Alarm> set : alarms.entrySet()) {
      if (set.getValue().equals(rang.alarm())) {
        alarms.remove(set.getKey());
        take(new Input.DeadlinePassed(set.getKey()));
        return;
      }
    }
    for (Unit unit : units.values()) {
      unit.companion().rang(rang);
    }
  }

  /** Takes one input and does what was decided. */
  void take(Input input) {
    for (Effect effect : machine.next(input)) {
      effect.perform(this);
    }
  }

  @Override
  public void start(String process) {
    unit(process).process().start();
  }

  @Override
  public void signalProcess(String process, Signal signal) {
    unit(process).process().signal(signal);
  }

  @Override
  public void signalGroup(String process, Signal signal) {
    unit(process).process().signalGroup(signal);
  }

  @Override
  public void signalEveryone(Signal signal) {
    for (Unit unit : units.values()) {
      unit.companion().mainStopping();
    }
    entrypoint.signalEveryone(signal);
  }

  @Override
  public void markRunning(String process, int pid) {
    unit(process).running(pid);
  }

  @Override
  public void markStopping(String process) {
    unit(process).companion().mainStopping();
  }

  @Override
  public void markStopped(String process) {
    unit(process).stopped();
  }

  @Override
  public void watch(String process, Effect.Watching what) {}

  @Override
  public void drain(String process, ChildCommand command) {}

  @Override
  public void help(String process, ChildCommand command) {}

  @Override
  public void configure(String configuration, Effect.Step step) {
    pipeline(configuration).perform(step);
  }

  @Override
  public void tellByCommand(String configuration, ChildCommand command) {
    pipeline(configuration).tell(command);
  }

  private Pipeline pipeline(String configuration) {
    @Nullable Pipeline pipeline = pipelines.get(configuration);
    if (pipeline == null) {
      throw new AssertionError("internal error: no configuration is called " + configuration);
    }
    return pipeline;
  }

  @Override
  public void reload() {}

  @Override
  public void exit(int with) {
    status = OptionalInt.of(with);
  }

  @Override
  public void setDeadline(Deadline deadline, Duration delay) {
    clearDeadline(deadline);
    alarms.put(deadline, entrypoint.alarm(delay));
  }

  @Override
  public void clearDeadline(Deadline deadline) {
    Alarm alarm = alarms.remove(deadline);
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
