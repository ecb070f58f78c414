package dev.ostler.cli;

import dev.ostler.control.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@code ostler ctl}. Unlike those of {@code ostler run}, no part of them belongs
 * to somebody else's command: options may stand anywhere.
 */
final class CtlArguments {
  private static final String USUAL_SOCKET = "/run/ostler.sock";
  private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
  private static final int USUAL_LINES = 100;

  private static final Set<String> WITHOUT_NAMES = Set.of("reload", "events", "metrics");

  private final CommandLine line;
  private final String command;

  private CtlArguments(CommandLine line, String command) {
    this.line = line;
    this.command = command;
  }

  static CtlArguments parse(List<String> given) throws UsageException {
    CommandLine line = CommandLine.parseAnywhere(given, CtlCommands.OPTIONS);
    if (line.operands().isEmpty()) {
      throw new UsageException("a command is required; see ostler ctl --help");
    }
    String command = line.operands().getFirst();
    CtlArguments arguments = new CtlArguments(line, command);
    arguments.check(known(command));
    return arguments;
  }

  private static Command known(String name) throws UsageException {
    for (Command command : CtlCommands.ALL) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    throw Help.unknown("ctl ", name, CtlCommands.ALL);
  }

  private void check(Command known) throws UsageException {
    for (Option option : CtlCommands.OPTIONS) {
      if (line.has(option.name()) && !known.takes(option.name())) {
        throw new UsageException("ctl " + command + " takes no --" + option.name());
      }
    }
    if (line.has("ready") && !line.has("check")) {
      throw new UsageException("--ready needs --check");
    }
    if (line.has("no-wait") && line.has("within")) {
      throw new UsageException("--no-wait and --within exclude each other");
    }
    if (WITHOUT_NAMES.contains(command) && line.operands().size() > 1) {
      throw new UsageException("ctl " + command + " takes no names");
    }
    if (command.equals("signal") && line.operands().size() < 2) {
      throw new UsageException("a signal is required: ostler ctl signal SIGNAL [NAME...]");
    }
  }

  String command() {
    return command;
  }

  /** What follows the command, and the signal's name. */
  List<String> processes() {
    List<String> operands = line.operands();
    return operands.subList(command.equals("signal") ? 2 : 1, operands.size());
  }

  /** What follows the command {@code signal}. */
  String signal() {
    return line.operands().get(1);
  }

  Path socket() throws UsageException {
    Optional<Path> given = line.path("socket");
    if (given.isPresent()) {
      return given.get();
    }
    String variable = System.getenv("OSTLER_SOCKET");
    return Path.of(variable == null || variable.isEmpty() ? USUAL_SOCKET : variable);
  }

  boolean isJson() {
    return line.isJson();
  }

  boolean isCheck() {
    return line.has("check");
  }

  boolean has(String option) {
    return line.has(option);
  }

  /** How long to wait; empty for not at all. */
  Optional<Duration> within() throws UsageException {
    if (line.has("no-wait")) {
      return Optional.empty();
    }
    if (!line.has("within")) {
      return Optional.of(USUAL_WAIT);
    }
    Duration within = Durations.parse("within", line.value("within").orElseThrow());
    if (within.compareTo(Request.LONGEST_WAIT) > 0) {
      throw new UsageException("--within must be at most 24h");
    }
    return Optional.of(within);
  }

  int lines() throws UsageException {
    return line.has("lines")
        ? Numbers.parse(line, "lines", 10, 0, Request.MOST_LINES)
        : USUAL_LINES;
  }
}
