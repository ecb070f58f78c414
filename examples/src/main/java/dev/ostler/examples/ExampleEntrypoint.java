package dev.ostler.examples;

import dev.ostler.entrypoint.ActivationChanged;
import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ConfigurationEvent;
import dev.ostler.entrypoint.ConfigurationHandler;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.DatagramReceived;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.NobodyLeft;
import dev.ostler.entrypoint.OutputReceived;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.entrypoint.ProcessHandler;
import dev.ostler.entrypoint.RoomAgain;
import dev.ostler.entrypoint.SignalReceived;
import dev.ostler.entrypoint.TreeOptions;
import dev.ostler.entrypoint.Warning;
import dev.ostler.examples.ExampleMachine.Decision;
import dev.ostler.examples.ExampleMachine.Effect;
import dev.ostler.examples.ExampleMachine.Input;
import dev.ostler.examples.ExampleMachine.State;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An entrypoint that runs one command while a file says that it is active, with a configuration
 * directory that comes as an archive: a new archive is unpacked, and the command started anew.
 */
public final class ExampleEntrypoint {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(1);

  private final Entrypoint entrypoint;
  private final JsonLog log;
  private final ProcessHandler app;
  private final ConfigurationHandler configuration;
  private State state = State.FIRST;
  private Optional<Alarm> alarm = Optional.empty();
  private Runnable whenItRings = () -> {};
  private boolean endedSoon;
  private boolean closing;

  ExampleEntrypoint(
      Entrypoint entrypoint, ExampleArguments arguments, ChildCommand command, JsonLog log)
      throws IOException {
    this.entrypoint = entrypoint;
    this.log = log;
    app = entrypoint.process("app", command);
    configuration =
        entrypoint.archive(
            arguments.configuration(),
            arguments.target(),
            TreeOptions.defaults().withStaging(arguments.staging()));
    entrypoint.activation(arguments.activation());
    configuration.whyNotAtomic().ifPresent(why -> log.info("updates are not atomic", "why", why));
  }

  /**
   * Runs until TERM, INT or QUIT.
   *
   * @param decoded --activation FILE --configuration FILE --staging DIR --target DIR -- COMMAND
   */
  @SuppressWarnings("SystemOut") // this is the program
  public static void main(String[] decoded) {
    try {
      Startup.blockSignals();
      ExampleArguments arguments = ExampleArguments.parse(Startup.arguments(decoded));
      Files.createDirectories(arguments.staging());
      ChildCommand command = ChildCommand.of(arguments.command(), Startup.environment());
      try (Entrypoint entrypoint = Entrypoint.open()) {
        new ExampleEntrypoint(entrypoint, arguments, command, new JsonLog(System.out)).run();
      }
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("ostler-example: " + e.getMessage());
      System.exit(e instanceof IOException ? 1 : 64);
    }
  }

  /** The loop. */
  void run() {
    for (Event event : entrypoint.events()) {
      switch (event) {
        case ActivationChanged changed -> {
          log.info("activation", "active", changed.active());
          changed.trouble().ifPresent(trouble -> log.error("watch activation", trouble));
          take(new Input.Activated(changed.active()));
        }
        case ConfigurationEvent.Changed _ -> {
          log.info("configuration changed");
          take(new Input.Changed());
        }
        case ConfigurationEvent.Updated updated -> {
          log.info("configuration updated", "report", updated.report());
          updated.report().changes().forEach(change -> log.info("file", "change", change));
          take(new Input.Updated(!updated.report().isEmpty()));
        }
        case ConfigurationEvent.Failed failed -> {
          log.error("update configuration", failed.reason());
          take(new Input.NotUpdated());
        }
        case ConfigurationEvent.Unreadable unreadable ->
            log.error("read configuration", unreadable.reason());
        case ConfigurationEvent.Removed _ -> log.info("configuration removed");
        case ProcessEvent.Started started -> {
          log.info("process started", "pid", started.pid());
          take(new Input.Started());
        }
        case ProcessEvent.FailedToStart failed -> {
          log.error("start process", failed.reason());
          take(new Input.NotStarted());
        }
        case ProcessEvent.Ended ended -> {
          log.info("process ended", "how", ended.exit().description(), "ran", ended.ran());
          endedSoon = ended.ran().compareTo(SOON) < 0;
          app.signalGroup(Signal.KILL); // what it leaves behind must not meet its successor
        }
        case ProcessEvent.GroupEnded _ -> {
          cancelAlarm();
          take(new Input.Ended(endedSoon));
        }
        case SignalReceived signal -> receive(signal.received().signal());
        case AlarmRang _ -> whenItRings.run();
        case NobodyLeft _ -> entrypoint.close();
        case Warning warning -> log.error("warning", warning.message());
        // Not asked for by this entrypoint.
        case ConfigurationEvent.Staged _, ConfigurationEvent.RolledBack _ -> {}
        case ConfigurationEvent.Completed<?> _, ProcessEvent.Suspended _, DatagramReceived _ -> {}
        case ConnectionEvent _, OutputReceived _, RoomAgain _ -> {}
      }
    }
    log.info("closed");
  }

  private void take(Input input) {
    if (!closing) {
      Decision decision = ExampleMachine.decide(state, input);
      state = decision.state();
      log.info(
          "state",
          "activation",
          state.activation(),
          "configuration",
          state.configuration(),
          "process",
          state.process());
      decision.effect().ifPresent(this::perform);
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case START -> app.start();
      case STOP -> stop();
      case UPDATE -> configuration.update();
      case REST -> after(REST, () -> take(new Input.Rested()));
    }
  }

  private void stop() {
    app.signalGroup(Signal.TERM);
    after(GRACE, () -> app.signalGroup(Signal.KILL));
  }

  /** TERM, INT and QUIT end everything; all other signals are the application's. */
  private void receive(Signal signal) {
    log.info("signal", "name", signal);
    if (!List.of(Signal.TERM, Signal.INT, Signal.QUIT).contains(signal)) {
      app.signal(signal);
    } else if (!closing) {
      closing = true;
      entrypoint.signalEveryone(Signal.TERM);
      after(GRACE, this::killEveryone);
    }
  }

  /** Again and again: whom a process leaves behind is only ours when that has ended. */
  private void killEveryone() {
    entrypoint.signalEveryone(Signal.KILL);
    after(REST, this::killEveryone);
  }

  /** One thing at a time is waited for. */
  private void after(Duration delay, Runnable action) {
    alarm.ifPresent(Alarm::cancel);
    alarm = Optional.of(entrypoint.alarm(delay));
    whenItRings = action;
  }

  private void cancelAlarm() {
    if (!closing) {
      alarm.ifPresent(Alarm::cancel);
    }
  }
}
