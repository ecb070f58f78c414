package dev.ostler.benchmarks;

import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every program that rows measure, here or not. */
final class Supervisors {
  private static final String JOB_NAME = "bench";
  private static final String PROCESS_NAME = "child";

  private final Bench bench;
  private @Nullable Supervisor emptyJvm;
  private @Nullable Supervisor spawningJvm;

  Supervisors(Bench bench) {
    this.bench = bench;
  }

  /** {@code ostler run}. */
  Supervisor ostler() {
    return ostler((launcher, _, job) -> run(launcher, job));
  }

  /** {@code ostler run}, started with no signal blocked, so that it re-executes itself in place. */
  Supervisor ostlerReexecuted() {
    return ostler((launcher, _, job) ->
        new Launch(List.of("env", "OSTLER_REEXEC=1"), run(launcher, job).command()));
  }

  /** {@code ostler container-run}. */
  Supervisor ostlerContainerRun() {
    return ostler((launcher, folder, job) ->
        new Launch(
            List.of("env", "OSTLER_BASE=" + Files.createDirectories(base(folder))),
            containerRun(List.of(launcher.toString(), "container-run"), job)));
  }

  /** An empty main on Ostler's JVM with Ostler's flags. */
  Supervisor emptyJvm() throws Exception {
    if (emptyJvm == null) {
      emptyJvm = EmptyJvm.floor(bench, commandLineOfOstler());
    }
    return emptyJvm;
  }

  /** A main that does nothing but start the child by a foreign call, likewise. */
  Supervisor spawningJvm() throws Exception {
    if (spawningJvm == null) {
      spawningJvm = EmptyJvm.spawning(bench, commandLineOfOstler());
    }
    return spawningJvm;
  }

  /** The command line of another main that does the least, likewise; see {@link EmptyJvm#least}. */
  List<String> leastJava(Class<?> program, List<String> training, List<String> arguments)
      throws Exception {
    return EmptyJvm.least(bench, commandLineOfOstler(), program, training, arguments);
  }

  /** The child without any supervisor. */
  Supervisor bareChild() {
    return Supervisor.present(Contender.FLOOR, "", (_, job) -> Launch.of(job.child()));
  }

  Supervisor entrypointFramework() {
    return fromOption(
        Contender.ENTRYPOINT_FRAMEWORK, "ef", (program, folder, job) -> entrypoint(program, job));
  }

  Supervisor quarksContainerRun() {
    return fromOption(
        Contender.QUARKS_CONTAINER_RUN,
        "qcr",
        (program, folder, job) -> {
          // Its paths are fixed; in a mount namespace of its own they are the instance's folder.
          makeMountPoint(Path.of("/var/vcap"));
          Path base = Files.createDirectories(base(folder));
          String script = "mount --bind \"$1\" /var/vcap && shift && exec \"$@\"";
          return new Launch(
              List.of("unshare", "--mount", "sh", "-c", script, "sh", base.toString()),
              containerRun(List.of(program.toString()), job));
        });
  }

  Supervisor tini() {
    return fromPackage(
        Contender.TINI,
        "tini",
        Tools.firstLine("tini", "--version"),
        (_, job) -> Launch.of(join(List.of("tini", "-s", "--"), job.child())));
  }

  Supervisor dumbInit() {
    return fromPackage(
        Contender.DUMB_INIT,
        "dumb-init",
        Tools.firstLine("dumb-init", "--version"),
        (_, job) -> Launch.of(join(List.of("dumb-init", "--"), job.child())));
  }

  Supervisor s6() {
    return fromPackage(
        Contender.S6,
        "s6",
        Tools.firstLine("dpkg-query", "--show", "--showformat=${Version}", "s6"),
        (folder, job) -> {
          // A link to the child itself: a script would add the start of a shell.
          Files.createLink(folder.resolve("run"), copyOf(folder, job.child().getFirst()));
          return Launch.of(List.of("s6-supervise", folder.toString()));
        });
  }

  Supervisor supervisord() {
    return fromPackage(
        Contender.SUPERVISORD,
        "supervisor",
        Tools.firstLine("supervisord", "--version"),
        (folder, job) -> {
          Path file = folder.resolve("supervisord.conf");
          Files.writeString(file, supervisordFile(folder, job));
          return Launch.of(List.of("supervisord", "--nodaemon", "-c", file.toString()));
        });
  }

  /** All but the floors, for the line that names versions. */
  List<Supervisor> all() {
    return List.of(
        ostler(),
        entrypointFramework(),
        quarksContainerRun(),
        s6(),
        supervisord(),
        tini(),
        dumbInit());
  }

  /** The socket of a {@code container-run} in this instance's folder. */
  static Path containerRunSocket(Path folder) {
    return base(folder).resolve("data/" + JOB_NAME + "/" + PROCESS_NAME + "_containerrun.sock");
  }

  private interface ProgramLauncher {
    Launch launch(Path program, Path folder, Job job) throws IOException;
  }

  private Supervisor ostler(ProgramLauncher form) {
    Path launcher =
        bench
            .options()
            .peers()
            .getOrDefault("ostler", bench.options().home().resolve("cli/target/ostler/bin/ostler"));
    return Files.isExecutable(launcher)
        ? Supervisor.present(
            Contender.OSTLER,
            Tools.firstLine(launcher.toString(), "version").orElse("unknown"),
            (folder, job) -> form.launch(launcher, folder, job))
        : Supervisor.absent(Contender.OSTLER, "not built");
  }

  private Supervisor fromOption(Contender contender, String name, ProgramLauncher form) {
    Path program = bench.options().peers().get(name);
    if (program == null) {
      return Supervisor.absent(contender, "not here: --peer " + name + "=PROGRAM");
    }
    return Supervisor.present(
        contender, program.toString(), (folder, job) -> form.launch(program, folder, job));
  }

  private static Supervisor fromPackage(
      Contender contender,
      String debianPackage,
      Optional<String> version,
      Supervisor.Launcher launcher) {
    return version
        .map(text -> Supervisor.present(contender, text, launcher))
        .orElseGet(
            () -> Supervisor.absent(contender, "not here: apt-get install " + debianPackage));
  }

  private static Launch run(Path launcher, Job job) {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "run"));
    if (job.restart()) {
      command.addAll(List.of("--restart", "always"));
    }
    job.activation().ifPresent(file -> command.addAll(List.of("--activation", file.toString())));
    job.archive()
        .ifPresent(archive ->
            command.addAll(
                List.of(
                    "--archive", archive.file().toString(),
                    "--target", archive.target().toString(),
                    "--reload", "HUP")));
    if (job.archive().isPresent() && !job.sync()) {
      command.add("--no-sync");
    }
    if (job.waits()) {
      command.add("--wait-for-configuration");
    }
    job.socket().ifPresent(socket -> command.addAll(List.of("--socket", socket.toString())));
    command.add("--");
    return Launch.of(join(command, job.child()));
  }

  private static List<String> containerRun(List<String> program, Job job) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--job-name", JOB_NAME, "--process-name", PROCESS_NAME, "--"));
    return join(command, job.child());
  }

  private static Launch entrypoint(Path program, Job job) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    job.activation().ifPresent(file -> command.addAll(List.of("--activation", file.toString())));
    job.archive()
        .ifPresent(archive ->
            command.addAll(
                List.of(
                    "--archive", archive.file().toString(),
                    "--staging", archive.staging().toString(),
                    "--target", archive.target().toString())));
    command.add("--");
    return Launch.of(join(command, job.child()));
  }

  private static String supervisordFile(Path folder, Job job) {
    return """
    [supervisord]
    user=%4$s
    logfile=/dev/null
    logfile_maxbytes=0
    pidfile=%1$s/pid
    childlogdir=%1$s

    [program:child]
    command=%2$s
    autorestart=%3$s
    """
        .formatted(
            folder, String.join(" ", job.child()), job.restart(), System.getProperty("user.name"));
  }

  private static Path copyOf(Path folder, String program) throws IOException {
    return Files.copy(
        Path.of(program), folder.resolve("program"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void makeMountPoint(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      folder.toFile().deleteOnExit();
    }
  }

  private static Path base(Path folder) {
    return folder.resolve("vcap");
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private List<String> commandLineOfOstler() throws Exception {
    Supervisor ostler = ostler();
    if (ostler.remedy().isPresent()) {
      return List.of();
    }
    try (Instance instance = Instance.start(bench, ostler)) {
      instance.awaitChild();
      return ProcFs.commandLine(instance.pid());
    }
  }
}
