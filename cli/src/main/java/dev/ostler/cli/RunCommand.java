package dev.ostler.cli;

import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ResourceLimit;
import dev.ostler.linux.Signal;
import dev.ostler.linux.Startup;
import dev.ostler.linux.Terminal;
import dev.ostler.linux.Users;
import dev.ostler.supervisor.ActivationSetup;
import dev.ostler.supervisor.JsonReporter;
import dev.ostler.supervisor.Policy;
import dev.ostler.supervisor.Reporter;
import dev.ostler.supervisor.RestartPolicy;
import dev.ostler.supervisor.Setup;
import dev.ostler.supervisor.SignalMap;
import dev.ostler.supervisor.Stopping;
import dev.ostler.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ostler run}: runs a command and looks after it. */
final class RunCommand {
  static final List<Option> OPTIONS =
      List.of(
          new Option("user", "USER[:GROUP]", "run as this user, by name or number"),
          new Option("working-directory", "DIR", "run in this folder"),
          new Option("umask", "OCTAL", "file mode creation mask, such as 027"),
          new Option("nice", "N", "niceness, -20 to 19"),
          new Option(
              "limit", "NAME=N", "soft resource limit, such as open-files=4096 (repeatable)"),
          new Option("stop-signal", "SIGNAL", "what asks the command to end (default TERM)"),
          new Option("stop-within", "TIME", "how long it has before it is killed (default 30s)"),
          new Option(
              "rewrite", "FROM=TO", "forward signal FROM as TO, or not (FROM=) (repeatable)"),
          new Option("group", "", "forward signals to the command's whole group"),
          new Option("restart", "no|on-failure|always", "what follows its end (default no)"),
          new Option("activation", "FILE", "run only while this file exists"),
          new Option("archive", "FILE", "keep --target up to date from this tar archive"),
          new Option("directory", "DIR", "keep --target up to date from this folder"),
          new Option("file", "FILE", "keep --target up to date from this file"),
          new Option("target", "PATH", "what to keep up to date"),
          new Option("check", "COMMAND", "must accept the new version, which lies at {staged}"),
          new Option("staging", "DIR", "where new versions are prepared (default: beside it)"),
          new Option("no-sync", "", "do not wait for the disk when updating"),
          new Option("xattrs", "", "take over the extended attributes user.* as well"),
          new Option("reload", "none|restart|SIGNAL", "what follows an update (default none)"),
          new Option("wait-for-configuration", "", "start only with a valid configuration"),
          new Option("socket", "FILE", "datagram socket for the words STOP, START and QUIT"),
          new Option("log-format", "text|json", "messages for people (default) or programs"),
          Option.NO_COLOR);

  private RunCommand() {}

  static int run(List<String> arguments) throws UsageException, IOException {
    CommandLine line = CommandLine.parse(arguments, OPTIONS);
    if (RunFileCommand.isAskedFor(line)) {
      return RunFileCommand.run(line);
    }
    return Supervisor.run(setup(line), reporter(line));
  }

  private static Setup setup(CommandLine line) throws UsageException, IOException {
    if (line.operands().isEmpty()) {
      throw new UsageException(
          "a command or a file is required: ostler run [OPTION...] -- COMMAND [ARG...], or ostler"
              + " run FILE");
    }
    ChildCommand command = command(line);
    SignalMap usual =
        command.isInForeground() ? SignalMap.unchanged() : SignalMap.withoutTerminal();
    return Setup.of(command, policy(line), signals(line, usual))
        .withConfigurations(ConfigurationOptions.read(line))
        .withActivation(activation(line))
        .withAccess(access(line));
  }

  private static Reporter reporter(CommandLine line) {
    if (line.has("log-format") && line.value("log-format").orElseThrow().equals("json")) {
      return new JsonReporter(Console::message, InstantSource.system());
    }
    return message -> Console.message("ostler: " + message);
  }

  private static Setup.Access access(CommandLine line) throws UsageException {
    Optional<Path> socket = line.path("socket");
    return socket.isEmpty()
        ? Setup.Access.none()
        : new Setup.Access(
            Optional.of(Setup.Datagrams.silent(socket.get())), Optional.empty(), Optional.empty());
  }

  private static Optional<ActivationSetup> activation(CommandLine line) throws UsageException {
    Optional<Path> file = line.path("activation");
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new ActivationSetup(file.get(), Set.of(Setup.ONLY), Duration.ZERO));
  }

  private static ChildCommand command(CommandLine line) throws UsageException, IOException {
    ChildCommand command = ChildCommand.of(line.operands(), Startup.environment());
    if (Terminal.isOurs()) {
      command = command.withGrouping(ChildCommand.Grouping.FOREGROUND);
    }
    if (line.has("user")) {
      command = command.withCredentials(new Users().find(line.value("user").orElseThrow()));
    }
    Optional<Path> folder = line.path("working-directory");
    if (folder.isPresent()) {
      command = command.withWorkingDirectory(folder.get());
    }
    if (line.has("umask")) {
      command = command.withUmask(Numbers.parse(line, "umask", 8, 0, 0777));
    }
    if (line.has("nice")) {
      command = command.withNiceness(Numbers.parse(line, "nice", 10, -20, 19));
    }
    return command.withLimits(limits(line.all("limit")));
  }

  private static Map<ResourceLimit, Long> limits(List<String> given) throws UsageException {
    Map<ResourceLimit, Long> limits = new EnumMap<>(ResourceLimit.class);
    for (String limit : given) {
      int equals = limit.indexOf('=');
      limits.put(
          ResourceLimits.named(equals < 0 ? limit : limit.substring(0, equals)),
          ResourceLimits.value(limit, equals));
    }
    return limits;
  }

  private static Policy policy(CommandLine line) throws UsageException {
    Policy usual = Policy.defaults();
    Stopping.Step step = usual.stopping().steps().getFirst();
    Signal stopSignal =
        line.has("stop-signal")
            ? Signals.parse("stop-signal", line.value("stop-signal").orElseThrow())
            : step.signal();
    Duration within =
        line.has("stop-within")
            ? Durations.parse("stop-within", line.value("stop-within").orElseThrow())
            : step.within();
    return usual
        .withStopping(Stopping.by(stopSignal, within))
        .withRestart(RestartPolicy.of(restart(line.value("restart").orElse("no"))))
        .withTraits(new Policy.Traits(true, false, line.has("group"), false, true));
  }

  private static RestartPolicy.When restart(String when) throws UsageException {
    return switch (when) {
      case "no" -> RestartPolicy.When.NEVER;
      case "on-failure" -> RestartPolicy.When.ON_FAILURE;
      case "always" -> RestartPolicy.When.ALWAYS;
      default ->
          throw new UsageException(
              "--restart must be no, on-failure or always, got '" + when + "'");
    };
  }

  private static SignalMap signals(CommandLine line, SignalMap usual) throws UsageException {
    SignalMap map = usual;
    for (String rewrite : line.all("rewrite")) {
      int equals = rewrite.indexOf('=');
      if (equals < 0) {
        throw new UsageException(
            "--rewrite must be FROM=TO, such as TERM=QUIT, got '" + rewrite + "'");
      }
      Signal from = Signals.parse("rewrite", rewrite.substring(0, equals));
      if (!from.isForwardable()) {
        throw new UsageException(
            "--rewrite: " + from + " is never forwarded, got '" + rewrite + "'");
      }
      String to = rewrite.substring(equals + 1);
      map =
          map.with(
              from, to.isEmpty() ? Optional.empty() : Optional.of(Signals.parse("rewrite", to)));
    }
    return map;
  }
}
