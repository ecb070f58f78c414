package dev.ostler.supervisor;

import dev.ostler.control.SetBy;
import dev.ostler.entrypoint.ActivationChanged;
import dev.ostler.entrypoint.ActivationHandler;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.DatagramReceived;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.NobodyLeft;
import dev.ostler.entrypoint.OutputReceived;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.RoomAgain;
import dev.ostler.entrypoint.SignalReceived;
import dev.ostler.entrypoint.Warning;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks after everything of one {@link Setup} until it is over: events in, decisions by {@link
 * Machine}, effects out.
 */
final class Supervision {
  private static final int SOCKET_MODE = 0660;
  static final int FAILED = 1;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final SetBy BY_DATAGRAM = new SetBy.Datagram();

  private final Entrypoint entrypoint;
  private final Services services;
  private final Router router;
  private final Machine machine;
  private final Units units;
  private final Pipelines pipelines;
  private final boolean answers;
  private final Effects effects;
  private final Deque<Input> inputs = new ArrayDeque<>();
  private boolean taking;
  private boolean reloadWanted;
  private @Nullable Reloader reloader;
  private OptionalInt status = OptionalInt.empty();

  /** A single command. */
  Supervision(Entrypoint entrypoint, Setup setup, Reporter reporter) throws IOException {
    this(entrypoint, new Router(entrypoint), setup, new NoServices(reporter));
  }

  private Supervision(Entrypoint entrypoint, Router router, Setup setup, Services services)
      throws IOException {
    this.entrypoint = entrypoint;
    this.router = router;
    this.services = services;
    this.units = new Units(entrypoint, services, setup);
    this.pipelines = new Pipelines(entrypoint, router, this);
    this.effects = new Effects(this, entrypoint, router, services);
    if (setup.access().datagrams().isPresent()) {
      Setup.Datagrams datagrams = setup.access().datagrams().get();
      entrypoint.datagrams(datagrams.socket(), SOCKET_MODE);
      answers = datagrams.answers();
    } else {
      answers = false;
    }
    boolean active = isActive(entrypoint, setup);
    for (ConfigurationSetup configuration : setup.configurations()) {
      pipelines.add(configuration);
    }
    this.machine = new Machine(setup, active, configured(setup), new Chance());
  }

  /**
   * What a file describes.
   *
   * @throws IOException if anything of it cannot be had; nothing runs then
   */
  static Supervision of(Entrypoint entrypoint, Setup setup, SetupFile file, boolean coloured)
      throws IOException {
    Router router = new Router(entrypoint);
    FileServices services =
        new FileServices(
            entrypoint, router, setup, new FileServices.FileContext(file.path(), coloured));
    try {
      Supervision supervision = new Supervision(entrypoint, router, setup, services);
      router.guardBy(services.net());
      supervision.reloader =
          new Reloader(supervision, supervision.units, supervision.pipelines, file);
      services.begin(supervision);
      return supervision;
    } catch (IOException refused) {
      services.close();
      throw refused;
    }
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
  static Set<String> configured(Setup setup) {
    Set<String> configured = new HashSet<>();
    for (ConfigurationSetup configuration : setup.configurations()) {
      if (!configuration.required() && !Files.exists(configuration.source().path())) {
        configured.add(configuration.name());
      }
    }
    return configured;
  }

  Units units() {
    return units;
  }

  Pipelines pipelines() {
    return pipelines;
  }

  Unit unit(String process) {
    return units.named(process);
  }

  void say(String message) {
    services.reporter().say(message);
  }

  Machine machine() {
    return machine;
  }

  Services services() {
    return services;
  }

  /** Takes events until it is decided to exit and all is said; returns the status. */
  int loop() {
    for (Pipeline pipeline : pipelines.all()) {
      pipeline.introduce();
      services.introduced(pipeline);
    }
    Iterator<Event> events = entrypoint.events().iterator();
    try {
      takeAll(events);
    } catch (RuntimeException | Error mistake) {
      stopAtOnce(mistake, events);
      throw mistake;
    }
    services.close();
    return status.orElse(0);
  }

  private void takeAll(Iterator<Event> events) {
    take(new Input.Begun());
    while (events.hasNext()) {
      handle(events.next());
      reloadIfWanted();
      if (status.isPresent() && services.isFinished()) {
        return;
      }
    }
  }

  /** A mistake of ours, or no memory for more, is no reason to have all killed that runs. */
  private void stopAtOnce(Throwable mistake, Iterator<Event> events) {
    taking = true; // for good: nothing is decided any more
    try {
      say("internal error: " + mistake + "; stopping all processes");
    } catch (RuntimeException | Error speechless) {
      mistake.addSuppressed(speechless);
    }
    new EmergencyStop(entrypoint, events, units, this::passOn).run();
    services.close();
  }

  /** Output that nobody takes would keep whoever writes it from ending. */
  private void passOn(Event event) {
    boolean ofOutput = event instanceof OutputReceived || event instanceof RoomAgain;
    if (ofOutput && !services.happened(event)) {
      router.happened(event);
    }
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
      case DatagramReceived received -> {
        if (!router.happened(received)) {
          String answer = obey(received.datagram().text().strip());
          if (answers) {
            received.handler().reply(received.datagram(), answer + "\n");
          }
        }
      }
      case AlarmRang rang -> rang(rang);
      case NobodyLeft _ -> take(new Input.NobodyLeft());
      case Warning warning -> say(warning.message());
      case ConnectionEvent _, OutputReceived _, RoomAgain _ -> {
        if (!services.happened(event)) {
          router.happened(event);
        }
      }
    }
  }

  private void handleProcess(ProcessEvent event) {
    Unit owner = units.of(event.handler());
    if (owner != null) {
      handleOwn(owner, event);
    } else if (!router.happened(event)) {
      for (Unit unit : units.all()) {
        unit.companion().happened(event);
      }
    }
  }

  private void handleOwn(Unit unit, ProcessEvent event) {
    String name = unit.name();
    switch (event) {
      case ProcessEvent.Started started -> {
        services.started(name, started.pid());
        take(new Input.Started(name, started.pid()));
      }
      case ProcessEvent.FailedToStart failed -> {
        services.failedToStart(name);
        take(
            new Input.FailedToStart(
                name, String.valueOf(failed.reason().getMessage()), shellStatus(failed.reason())));
      }
      case ProcessEvent.Ended ended -> {
        services.ended(name, ended.exit(), ended.ran());
        take(new Input.Ended(name, ended.exit(), ended.ran()));
      }
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
    for (Unit unit : units.all()) {
      unit.companion().signal(signal);
    }
  }

  /** Returns what to tell a sender who can be told. */
  private String obey(String word) {
    Set<String> all = Set.copyOf(machine.processes());
    switch (word) {
      case "STOP" -> take(new Input.SuspensionSet(all, true, BY_DATAGRAM));
      case "START" -> take(new Input.SuspensionSet(all, false, BY_DATAGRAM));
      case "QUIT" -> {
        signalCompanions(Signal.QUIT);
        take(new Input.SignalRequested(all, Signal.QUIT));
      }
      default -> {
        return "ERROR expected START, STOP or QUIT"; // and is ignored, as it always was
      }
    }
    return "OK";
  }

  private void handleConfiguration(ConfigurationEvent event) {
    pipelines.of(event.handler()).ifPresent(pipeline -> pipeline.happened(event));
  }

  private void rang(AlarmRang rang) {
    Deadline passed = effects.rang(rang.alarm());
    if (passed != null) {
      boolean ofReadiness = passed.kind() == Deadline.Kind.READY;
      Optional<String> trouble =
          ofReadiness ? services.whyNotReady(passed.name()) : Optional.empty();
      take(new Input.DeadlinePassed(passed, trouble));
    } else if (!services.happened(rang) && !router.happened(rang)) {
      for (Unit unit : units.all()) {
        unit.companion().rang(rang);
      }
    }
  }

  /**
   * Takes one input and does what was decided. What happens meanwhile is taken afterwards: nothing
   * that was decided later may be done earlier.
   */
  void take(Input input) {
    inputs.add(input);
    if (taking) {
      return;
    }
    taking = true;
    try {
      decide();
    } catch (RuntimeException | AssertionError | StackOverflowError mistake) {
      throw new DecisionError(mistake);
    }
    taking = false;
  }

  private void decide() {
    for (Input next = inputs.poll(); next != null; next = inputs.poll()) {
      for (Effect effect : machine.next(next)) {
        effect.perform(effects);
      }
      services.decided();
    }
    units.retain(machine.processes());
  }

  /** When all else that was decided is done: none of it is about what comes then. */
  void reloadSoon() {
    reloadWanted = true;
  }

  private void reloadIfWanted() {
    if (reloadWanted) {
      reloadWanted = false;
      say(reload(false).inWords());
    }
  }

  /** Reads the file again and follows it, unless it is only to be told what differs. */
  Reloader.Outcome reload(boolean dryRun) {
    return reloader == null
        ? Reloader.Outcome.refused("cannot reload: there is no file, only a command")
        : reloader.reload(dryRun);
  }

  /** Ends with a status, as soon as all is said. */
  void exit(int with) {
    status = OptionalInt.of(with);
    services.finish();
  }
}
