package dev.ostler.supervisor;

import dev.ostler.entrypoint.ActivationChanged;
import dev.ostler.entrypoint.ActivationHandler;
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
import dev.ostler.entrypoint.SignalReceived;
import dev.ostler.entrypoint.Warning;
import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one workload until it is over: events in, decisions by {@link Machine}, effects out.
 */
final class Supervision implements Effect.Performer {
  private static final int SOCKET_MODE = 0660;
  private static final int FAILED = 1;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final Entrypoint entrypoint;
  private final Reporter reporter;
  private final ProcessHandler process;
  private final boolean interactive;
  private final @Nullable ConfigurationHandler configuration;
  private final @Nullable CheckedUpdates updates;
  private final Machine machine;
  private Marks marks = Marks.none();
  private Companion companion = Companion.none();
  private @Nullable Alarm deadline;
  private OptionalInt status = OptionalInt.empty();

  Supervision(Entrypoint entrypoint, Workload workload, Reporter reporter) throws IOException {
    this.entrypoint = entrypoint;
    this.reporter = reporter;
    this.process =
        entrypoint.process(workload.command().arguments().getFirst(), workload.command());
    this.interactive = workload.command().isInForeground();
    Optional<Path> socket = workload.socket();
    if (socket.isPresent()) {
      entrypoint.datagrams(socket.get(), SOCKET_MODE);
    }
    boolean active = isActive(entrypoint, workload.activation());
    this.configuration = configuration(entrypoint, workload.configuration());
    this.updates =
        configuration == null
            ? null
            : new CheckedUpdates(
                entrypoint,
                this,
                configuration,
                workload.configuration().flatMap(ConfigurationPlan::check));
    this.machine = new Machine(workload.policy(), State.initial(active, isConfigured(workload)));
  }

  private static boolean isActive(Entrypoint entrypoint, Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return true;
    }
    ActivationHandler handler = entrypoint.activation(file.get());
    return handler.isActive();
  }

  private static @Nullable ConfigurationHandler configuration(
      Entrypoint entrypoint, Optional<ConfigurationPlan> configured) throws IOException {
    if (configured.isEmpty()) {
      return null;
    }
    ConfigurationPlan plan = configured.get();
    return switch (plan.form()) {
      case ARCHIVE -> entrypoint.archive(plan.source(), plan.target(), plan.options());
      case DIRECTORY -> entrypoint.directory(plan.source(), plan.target(), plan.options());
      case FILE -> entrypoint.file(plan.source(), plan.target(), plan.options());
    };
  }

  /**
   * A first configuration that is there already is brought to the target before the first start.
   */
  private static boolean isConfigured(Workload workload) {
    return workload.configuration().isEmpty()
        || (!workload.policy().waitForConfiguration()
            && !Files.exists(workload.configuration().get().source()));
  }

  void mark(Marks shown) {
    marks = shown;
  }

  void accompany(Companion beside) {
    companion = beside;
  }

  @Override
  public void say(String message) {
    reporter.say(message);
  }

  /** Takes events until it is decided to exit; returns the status. */
  int loop() {
    if (configuration != null) {
      configuration.whyNotAtomic().ifPresent(this::say);
      if (!machine.state().configured() && !Files.exists(configuration.source())) {
        say("waiting for " + configuration.source());
      }
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
      case ProcessEvent ours when ours.handler().equals(process) -> handleProcess(ours);
      case ProcessEvent check when updates != null && updates.happened(check) -> {}
      case ProcessEvent other -> companion.happened(other);
      case SignalReceived received -> signalled(received.received().signal());
      case ActivationChanged changed -> {
        changed.trouble().ifPresent(this::say);
        take(new Input.ActivationSet(changed.active()));
      }
      case ConfigurationEvent change -> handleConfiguration(change);
      case DatagramReceived received -> obey(received.datagram().text().strip());
      case AlarmRang rang when rang.alarm().equals(deadline) -> take(new Input.DeadlinePassed());
      case AlarmRang rang when updates != null && updates.rang(rang) -> {}
      case AlarmRang rang -> companion.rang(rang);
      case NobodyLeft _ -> take(new Input.NobodyLeft());
      case Warning warning -> say(warning.message());
      case ConnectionEvent _, OutputReceived _ -> {} // nothing listens, and output is inherited
    }
  }

  private void handleProcess(ProcessEvent event) {
    switch (event) {
      case ProcessEvent.Started started -> take(new Input.Started(started.pid()));
      case ProcessEvent.FailedToStart failed ->
          take(
              new Input.FailedToStart(
                  String.valueOf(failed.reason().getMessage()), shellStatus(failed.reason())));
      case ProcessEvent.Ended ended -> take(new Input.Ended(ended.exit(), ended.ran()));
      case ProcessEvent.GroupEnded _ -> take(new Input.GroupEnded());
      case ProcessEvent.Suspended _ -> suspended();
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
        companion.signal(signal); // of all others it would only die
      }
      take(new Input.SignalArrived(signal));
    }
  }

  private void obey(String word) {
    switch (word) {
      case "STOP" -> take(new Input.SuspensionSet(true));
      case "START" -> take(new Input.SuspensionSet(false));
      case "QUIT" -> {
        companion.signal(Signal.QUIT);
        take(new Input.SignalRequested(Signal.QUIT));
      }
      default -> {} // Anything else is ignored, as it always was.
    }
  }

  private void handleConfiguration(ConfigurationEvent event) {
    switch (event) {
      case ConfigurationEvent.Changed _ -> take(new Input.ConfigurationChanged());
      case ConfigurationEvent.Removed removed -> {
        say(removed.handler().source() + " was removed; its target stays as it is");
        withoutNewContent();
      }
      case ConfigurationEvent.Unreadable unreadable -> {
        say(String.valueOf(unreadable.reason().getMessage()));
        withoutNewContent();
      }
      case ConfigurationEvent.Updated updated -> {
        say(ConfigurationMessages.updated(updated));
        take(new Input.ConfigurationUpdated(!updated.report().isEmpty()));
        updateDone();
      }
      case ConfigurationEvent.Failed failed -> {
        say(String.valueOf(failed.reason().getMessage()));
        take(new Input.ConfigurationFailed());
        updateDone();
      }
      case ConfigurationEvent.Staged ready -> {
        if (updates != null) {
          updates.staged(ready.staged());
        }
      }
      case ConfigurationEvent.RolledBack _,
          ConfigurationEvent.Completed<?> _ -> {} // not asked for here
    }
  }

  /** There is nothing to wait for unless something is under way, which has its own answer. */
  private void withoutNewContent() {
    if (updates == null || !updates.isBusy()) {
      take(new Input.ConfigurationFailed());
    }
  }

  /** Ctrl-Z: we stop with our process as a shell's job does, and go on with it. */
  private void suspended() {
    if (Terminal.hasShell()) {
      Terminal.takeBack();
      Terminal.stopOurselves();
    }
    Terminal.giveTo(process.pid().orElse(0));
    process.signalGroup(Signal.CONT);
  }

  /** Takes one input and does what was decided. */
  void take(Input input) {
    for (Effect effect : machine.next(input)) {
      effect.perform(this);
    }
  }

  @Override
  public void start() {
    process.start();
  }

  @Override
  public void signalProcess(Signal signal) {
    process.signal(signal);
  }

  @Override
  public void signalGroup(Signal signal) {
    process.signalGroup(signal);
  }

  @Override
  public void signalEveryone(Signal signal) {
    companion.mainStopping();
    entrypoint.signalEveryone(signal);
  }

  @Override
  public void markRunning(int pid) {
    marks.running(pid);
    companion.mainStarted();
  }

  @Override
  public void exit(int with) {
    status = OptionalInt.of(with);
  }

  @Override
  public void setDeadline(Duration delay) {
    clearDeadline();
    deadline = entrypoint.alarm(delay);
  }

  @Override
  public void clearDeadline() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  @Override
  public void updateConfiguration() {
    if (updates != null) {
      updates.request();
    }
  }

  private void updateDone() {
    if (updates != null) {
      updates.done();
    }
  }

  @Override
  public void markStopping() {
    companion.mainStopping();
  }

  @Override
  public void markStopped() {
    if (interactive) {
      Terminal.takeBack();
    }
    marks.stopped();
    companion.mainStopping();
  }
}
