package dev.ostler.supervisor;

import static java.util.stream.Collectors.toSet;

import dev.ostler.control.ControlEvent;
import dev.ostler.control.ControlEvent.Kind;
import dev.ostler.control.Instance;
import dev.ostler.control.Intent;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Readiness;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ConnectionEvent;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is around the processes of a file. */
final class FileServices implements Services {
  private static final String UNRELEASED = "unreleased";

  private final Entrypoint entrypoint;
  private final Router router;
  private final InstantSource clock = InstantSource.system();
  private final Net net;
  private final Instant started = clock.instant();
  private final Optional<Path> file;
  private final Outputs outputs;
  private final RunMetrics metrics = new RunMetrics(release());
  private final SocketFolder folder = new SocketFolder();
  private final Map<String, Checkup> checkups = new LinkedHashMap<>();
  private final Map<String, OutputPlan> plans = new HashMap<>();
  private final Map<String, Duration> starts = new HashMap<>();
  private @Nullable Supervision supervision;
  private @Nullable StatusBoard board;
  private @Nullable ControlCommands commands;
  private @Nullable ControlServer control;
  private @Nullable HealthServer health;

  FileServices(Entrypoint entrypoint, Router router, Setup setup, FileContext context) {
    this.entrypoint = entrypoint;
    this.router = router;
    this.file = Optional.of(context.file());
    this.outputs = new Outputs(entrypoint, setup.messages(), context.coloured(), clock);
    outputs.whenLost(metrics::lostLines);
    this.net = new Net(outputs.reporter());
  }

  /**
   * What only the command knows.
   *
   * @param file what is followed
   * @param coloured whether standard output is a terminal that shall see colours
   */
  record FileContext(Path file, boolean coloured) {}

  private static String release() {
    String version = FileServices.class.getPackage().getImplementationVersion();
    return version == null ? UNRELEASED : version;
  }

  @Override
  public Reporter reporter() {
    return outputs.reporter();
  }

  Net net() {
    return net;
  }

  @Override
  public ChildCommand connect(ProcessSetup process) throws IOException {
    closeCheckup(process.name());
    placeOutput(process);
    Checkup checkup = new Checkup(process, router, metrics, text -> says(process, text));
    checkups.put(process.name(), checkup);
    ChildCommand command =
        checkup.connect(outputs.connect(process.name(), process.command()), folder::get);
    if (checkup.readsLines()) {
      LineListener wrote = line -> net.holds("a log probe", () -> checkup.wrote(line.text()));
      checkup.reading(outputs.follow(process.name()::equals, wrote));
    }
    if (supervision != null) {
      checkup.begin(supervision);
    }
    return command;
  }

  private void says(ProcessSetup process, String text) {
    if (board != null) {
      board.says(process.name(), text);
    }
  }

  private void closeCheckup(String process) {
    Checkup former = checkups.remove(process);
    if (former != null) {
      former.close();
    }
  }

  /** The same place as before if nothing else is wanted: its last lines and last words stay. */
  private void placeOutput(ProcessSetup process) throws IOException {
    OutputPlan plan =
        process
            .surroundings()
            .map(Surroundings::output)
            .orElse(OutputPlan.of(new OutputMode.Inherit()));
    if (!plan.equals(plans.get(process.name()))) {
      removeOutput(process.name());
      outputs.add(process.name(), plan);
      plans.put(process.name(), plan);
    }
  }

  private void removeOutput(String process) {
    if (plans.remove(process) != null) {
      outputs.remove(process);
    }
  }

  @Override
  public Companion companion(ProcessSetup process) {
    Supervision begun = supervision;
    Optional<PostStart.Plan> plan = process.surroundings().flatMap(Surroundings::following);
    return begun == null || plan.isEmpty()
        ? Companion.none()
        : new PostStart(entrypoint, begun, plan.get());
  }

  @Override
  public void forget(String process) {
    closeCheckup(process);
    metrics.forgetProcess(process);
    starts.remove(process);
    // What it wrote last comes as events, before the next alarm rings.
    router.later(
        Duration.ZERO,
        () -> {
          if (!checkups.containsKey(process)) {
            removeOutput(process);
          }
        });
  }

  @Override
  public void begin(Supervision begun) throws IOException {
    supervision = begun;
    Setup setup = begun.machine().setup();
    Instance instance =
        new Instance(
            release(),
            (int) ProcessHandle.current().pid(),
            file.map(Path::toString),
            started,
            Duration.ZERO,
            false);
    StatusBoard made = new StatusBoard(begun.machine(), clock, instance);
    board = made;
    ControlCommands asked = new ControlCommands(begun, made, outputs, metrics);
    commands = asked;
    made.follow(this::noteReadiness);
    metrics.showBy(() -> {
      asked.status().processes().forEach(this::showLevels);
      metrics.counted(entrypoint.statistics());
      metrics.controlConnections(control == null ? 0 : control.connections());
    });
    checkups.values().forEach(checkup -> checkup.begin(begun));
    for (ProcessSetup process : setup.processes()) {
      begun.unit(process.name()).accompany(companion(process));
    }
    if (setup.access().control().isPresent()) {
      ControlSocket socket = socket(setup.access().control().get());
      control = ControlServer.open(entrypoint, socket, commands, net);
    }
    if (setup.access().metrics().isPresent()) {
      MachineHealth view = new MachineHealth(begun.machine(), this::trouble);
      health =
          new HealthServer(router, setup.access().metrics().get(), new HealthPages(view, metrics));
    }
  }

  /** Once in each run. */
  private void noteReadiness(ControlEvent event) {
    if (event.kind() == Kind.READY) {
      String process = event.process().orElseThrow();
      Duration begun = starts.remove(process);
      if (begun != null) {
        if (checkup(process).tellsReadiness()) {
          metrics.becameReady(process, entrypoint.time().minus(begun));
        }
        // Nothing may be taken while a decision is told.
        router.later(Duration.ZERO, () -> followReadiness(process));
      }
    }
  }

  private void followReadiness(String process) {
    Supervision begun = supervision;
    if (begun != null
        && checkups.containsKey(process)
        && begun.machine().state(process).phase() == Phase.UP) {
      begun.unit(process).companion().mainReady();
    }
  }

  private void showLevels(ProcessStatus process) {
    Intent intent = process.intent();
    RunMetrics.Wanted wanted =
        new RunMetrics.Wanted(
            intent.started().value(), intent.active().value(), intent.suspended().value());
    boolean ready =
        !wanted.suspended() && process.life().readiness().state() == Readiness.State.YES;
    metrics.levels(process.name(), new RunMetrics.Levels(process.life().phase(), ready, wanted));
  }

  private Optional<String> trouble(String process) {
    Checkup checkup = checkups.get(process);
    return checkup == null ? Optional.empty() : checkup.trouble();
  }

  private static ControlSocket socket(Setup.Control control) throws IOException {
    return new ControlSocket(
        control.socket(),
        control.mode(),
        control.group().isPresent()
            ? OptionalInt.of(new Users().findGroup(control.group().get()))
            : OptionalInt.empty());
  }

  @Override
  public void started(String process, int pid) {
    outputs.started(process, pid);
    checkup(process).oomScore().ifPresent(score -> setOomScore(process, pid, score));
    checkup(process).started(pid);
    starts.put(process, entrypoint.time());
    metrics.started(process, clock.instant());
  }

  /** By the child's number: the score of a thread is that of its whole process. */
  private void setOomScore(String process, int pid, int score) {
    try {
      Files.writeString(Path.of("/proc", Integer.toString(pid), "oom_score_adj"), score + "\n");
    } catch (IOException refused) {
      reporter()
          .say(
              "cannot set the oomScore of "
                  + process
                  + " to "
                  + score
                  + ": "
                  + refused.getMessage()
                  + "; a lower one than ours takes the privilege CAP_SYS_RESOURCE");
    }
  }

  private Checkup checkup(String process) {
    Checkup checkup = checkups.get(process);
    if (checkup == null) {
      throw new AssertionError("internal error: nothing is known of " + process);
    }
    return checkup;
  }

  @Override
  public void ended(String process, ChildExit exit, Duration ran) {
    checkup(process).ended();
    outputs.ended(process, supervision != null && hasFailed(supervision.machine(), process, exit));
    metrics.exited(process, exit);
    if (board != null) {
      board.ended(process, exit, ran);
    }
  }

  /** Of what was asked to end nobody asks how it did, unless it was for a fault of its own. */
  private static boolean hasFailed(Machine machine, String process, ChildExit exit) {
    ProcessState state = machine.state(process);
    return state.failing()
        || (!state.isEnding() && !machine.process(process).policy().exits().isSuccess(exit));
  }

  @Override
  public void failedToStart(String process) {
    metrics.failedToStart(process);
  }

  @Override
  public void backingOff(String process, Duration delay) {
    metrics.restarting(process, delay);
    if (board != null) {
      board.backingOff(process, delay);
    }
  }

  @Override
  public void watch(String process, Effect.Watching what) {
    net.holds("the probes of " + process, () -> checkup(process).watch(what));
  }

  @Override
  public Optional<String> whyNotReady(String process) {
    return checkup(process).whyNotReady();
  }

  @Override
  public void introduced(Pipeline pipeline) {
    if (board != null) {
      board.configuration(pipeline.setup().name()).introduce(pipeline.handler().whyNotAtomic());
    }
  }

  @Override
  public void configured(String configuration, Result result) {
    if (board != null) {
      new ConfigurationRecords(board, metrics, clock).note(configuration, result);
    }
    if (commands != null) {
      commands.configured(configuration, result.outcome());
    }
  }

  @Override
  public void decided() {
    StatusBoard shown = board;
    ControlCommands asked = commands;
    if (shown != null && asked != null) {
      net.holds("the status", shown::look);
      net.holds("control", asked::decided);
    }
  }

  @Override
  public void follow(Setup setup) {
    if (board != null) {
      Set<String> kept =
          setup.configurations().stream().map(ConfigurationSetup::name).collect(toSet());
      board.retainConfigurations(kept).forEach(metrics::forgetConfiguration);
      int processes = setup.processes().size();
      board.tell(Kind.RELOADED, null, processes + " processes by " + file.orElseThrow());
    }
  }

  @Override
  public boolean happened(Event event) {
    if (event instanceof ConnectionEvent connection
        && control != null
        && control.happened(connection)) {
      return true;
    }
    if (event instanceof AlarmRang rang && control != null && control.rang(rang)) {
      return true;
    }
    return outputs.happened(event);
  }

  @Override
  public void finish() {
    outputs.finish();
  }

  @Override
  public boolean isFinished() {
    return outputs.isFinished();
  }

  @Override
  public void close() {
    checkups.values().forEach(Checkup::close);
    if (control != null) {
      control.close();
    }
    if (health != null) {
      health.close();
    }
    outputs.close();
    folder.close();
  }
}
