package dev.ostler.cli;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.Startup;
import dev.ostler.supervisor.ContainerRun;
import dev.ostler.supervisor.Reporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ostler container-run}: what quarks-container-run does, by the same options. */
final class ContainerRunCommand {
  static final List<Option> OPTIONS =
      List.of(
          new Option("job-name", "JOB", "part of the paths of socket, sentinel and pid file"),
          new Option("process-name", "PROCESS", "part of the same paths"),
          new Option("post-start-name", "COMMAND", "run once after each start"),
          new Option("post-start-arg", "ARG", "an argument of it (repeatable)"),
          new Option("post-start-condition-name", "COMMAND", "must succeed first; run every 3 s"),
          new Option("post-start-condition-arg", "ARG", "an argument of it (repeatable)"),
          new Option("post-start-interval", "TIME", "instead of 3s"),
          new Option("post-start-limit", "TIME", "how long all of it may take (default 15m)"),
          new Option("debug", "", "say more"),
          new Option("install-bpm", "", "write BASE/jobs/bpm/bin/bpm if it is not there, and exit"),
          new Option("send", "WORD", "send START, STOP or QUIT to a running instance, and exit"));

  private static final List<String> WORDS = List.of("START", "STOP", "QUIT");
  private static final String BASE = "OSTLER_BASE";
  private static final String LAUNCHER = "OSTLER_LAUNCHER";
  private static final int FAILED = 1;

  private ContainerRunCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parse(arguments, OPTIONS);
    Map<String, String> environment = Startup.environment();
    ContainerRun.Place place = place(line, environment);
    if (line.has("install-bpm")) {
      return installBpm(place);
    }
    if (line.has("send")) {
      return send(place, line.value("send").orElseThrow());
    }
    if (line.operands().isEmpty()) {
      Console.message("ostler: a command is required");
      return FAILED; // and not 64: scripts know this status
    }
    Startup.blockSignals();
    installBpmQuietly(place);
    return ContainerRun.run(
        place, ChildCommand.of(line.operands(), environment), following(line), reporter(line));
  }

  private static int send(ContainerRun.Place place, String word)
      throws UsageException, IOException {
    if (!WORDS.contains(word)) {
      throw new UsageException("--send must be START, STOP or QUIT, got '" + word + "'");
    }
    ContainerRun.send(place, word);
    return 0;
  }

  private static ContainerRun.Place place(CommandLine line, Map<String, String> environment)
      throws UsageException {
    String base = environment.get(BASE);
    return new ContainerRun.Place(
        Path.of(base == null || base.isEmpty() ? "/var/vcap" : base),
        name(line, "job-name"),
        name(line, "process-name"));
  }

  /** Folders are made and files replaced by it: none that are somebody else's. */
  private static String name(CommandLine line, String option) throws UsageException {
    String name = line.value(option).orElse("");
    if (name.startsWith("/") || List.of(name.split("/", -1)).contains("..")) {
      throw new UsageException(
          "--"
              + option
              + " must be a name that does not lead out of its folder, got '"
              + name
              + "'");
    }
    return name;
  }

  private static ContainerRun.Following following(CommandLine line) throws UsageException {
    return new ContainerRun.Following(
        command(line, "post-start"),
        command(line, "post-start-condition"),
        duration(line, "post-start-interval", Duration.ofSeconds(3)),
        duration(line, "post-start-limit", Duration.ofMinutes(15)));
  }

  private static List<String> command(CommandLine line, String prefix) {
    List<String> command = new ArrayList<>();
    line.value(prefix + "-name").filter(name -> !name.isEmpty()).ifPresent(command::add);
    if (!command.isEmpty()) {
      command.addAll(line.all(prefix + "-arg"));
    }
    return command;
  }

  private static Duration duration(CommandLine line, String option, Duration usual)
      throws UsageException {
    return line.has(option) ? Durations.parse(option, line.value(option).orElseThrow()) : usual;
  }

  private static Reporter reporter(CommandLine line) {
    Reporter reporter = message -> Console.message("ostler: " + message);
    if (line.has("debug")) {
      reporter.say("started with " + line.operands());
    }
    return reporter;
  }

  private static int installBpm(ContainerRun.Place place) throws IOException {
    ContainerRun.Installed installed = ContainerRun.installBpm(place, launcher());
    Console.result(
        installed.written()
            ? "wrote " + installed.script()
            : "kept " + installed.script() + ", which was there");
    return 0;
  }

  /** Jobs that were written for the original find the script there. */
  private static void installBpmQuietly(ContainerRun.Place place) {
    try {
      if (Files.isDirectory(place.base())) {
        ContainerRun.installBpm(place, launcher());
      }
    } catch (IOException notNeeded) {
      // A read-only base: who needs the script says --install-bpm and is told.
    }
  }

  private static String launcher() {
    String launcher = System.getenv(LAUNCHER);
    return launcher == null ? "ostler" : launcher;
  }
}
