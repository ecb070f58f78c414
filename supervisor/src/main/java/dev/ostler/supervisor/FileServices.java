package dev.ostler.supervisor;

import dev.ostler.control.ControlEvent.Kind;
import dev.ostler.control.Instance;
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
import java.util.List;
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
  private final Instant started = clock.instant();
  private final Optional<Path> file;
  private final Outputs outputs;
  private final RunMetrics metrics = new RunMetrics(release());
  private final SocketFolder folder = new SocketFolder();
  private final Map<String, Checkup> checkups = new LinkedHashMap<>();
  private final Map<String, Instant> starts = new HashMap<>();
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

  Reporter reporter() {
    return outputs.reporter();
  }

  @Override
  public ChildCommand connect(ProcessSetup process) throws IOException {
    forget(process.name());
    OutputPlan plan =
        process
            .surroundings()
            .map(Surroundings::output)
            .orElse(OutputPlan.of(new OutputMode.Inherit()));
    outputs.add(process.name(), plan);
    Checkup checkup = new Checkup(process, router, metrics);
    checkups.put(process.name(), checkup);
    ChildCommand command =
        checkup.connect(outputs.connect(process.name(), process.command()), folder::get);
    if (checkup.readsLines()) {
      outputs.follow(Set.of(process.name()), line -> checkup.wrote(line.text()));
    }
    if (supervision != null) {
      checkup.begin(supervision);
    }
    return command;
  }

  private void forget(String process) {
    Checkup former = checkups.remove(process);
    if (former != null) {
      former.close();
      outputs.remove(process);
    }
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
    commands = new ControlCommands(begun, made, outputs, metrics);
    checkups.values().forEach(checkup -> checkup.begin(begun));
    accompany(begun, setup);
    if (setup.access().control().isPresent()) {
      control = ControlServer.open(entrypoint, socket(setup.access().control().get()), commands);
    }
    if (setup.access().metrics().isPresent()) {
      MachineHealth view = new MachineHealth(begun.machine(), this::trouble);
      health =
          new HealthServer(router, setup.access().metrics().get(), new HealthPages(view, metrics));
    }
  }

  private Optional<String> trouble(String process) {
    Checkup checkup = checkups.get(process);
    return checkup == null ? Optional.empty() : checkup.trouble();
  }

  private void accompany(Supervision begun, Setup setup) {
    for (ProcessSetup process : setup.processes()) {
      process
          .surroundings()
          .flatMap(Surroundings::following)
          .ifPresent(
              plan -> begun.unit(process.name()).accompany(new PostStart(entrypoint, begun, plan)));
    }
  }

  private static ControlSocket socket(Setup.Control control) throws IOException {
    return new ControlSocket(
        control.socket(),
        control.group().isPresent()
            ? OptionalInt.of(new Users().findGroup(control.group().get()))
            : OptionalInt.empty());
  }

  @Override
  public void started(String process, int pid) {
    outputs.started(process, pid);
    checkup(process).oomScore().ifPresent(score -> setOomScore(process, pid, score));
    checkup(process).started(pid);
    starts.put(process, clock.instant());
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
    boolean wanted = supervision != null && supervision.machine().state(process).isEnding();
    outputs.ended(
        process,
        exit.succeeded() || wanted
            ? Optional.empty()
            : Optional.of(process + " " + exit.description()));
    metrics.exited(process, exit);
    if (board != null) {
      board.ended(process, exit, ran);
    }
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
    checkup(process).watch(what);
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
  }

  @Override
  public void decided() {
    if (board != null && commands != null) {
      board.look();
      commands.decided();
    }
  }

  @Override
  public void follow(Setup setup) {
    List<String> kept = setup.processes().stream().map(ProcessSetup::name).toList();
    if (board != null) {
      board.tell(Kind.RELOADED, null, kept.size() + " processes by " + file.orElseThrow());
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
