package dev.ostler.cli;

import dev.ostler.control.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of {@code ostler ctl}. Unlike those of {@code ostler run}, no part of them belongs
 * to somebody else's command: options may stand anywhere, and two have a letter.
 */
final class CtlArguments {
  private static final String USUAL_SOCKET = "/run/ostler.sock";
  private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
  private static final int USUAL_LINES = 100;
  private static final Set<String> EVERYWHERE = Set.of("socket", "output", "no-color");
  private static final Set<String> WAITING = Set.of("no-wait", "within");

  /** The options that each command takes beside those that all take. */
  private static final Map<String, Set<String>> COMMANDS =
      Map.ofEntries(
          Map.entry("status", Set.of("check", "ready")),
          Map.entry("start", WAITING),
          Map.entry("stop", WAITING),
          Map.entry("restart", WAITING),
          Map.entry("suspend", WAITING),
          Map.entry("resume", WAITING),
          Map.entry("signal", Set.of()),
          Map.entry("reload", Set.of("dry-run", "no-wait", "within")),
          Map.entry("logs", Set.of("follow", "lines")),
          Map.entry("events", Set.of("follow")),
          Map.entry("metrics", Set.of()));

  private static final Set<String> WITHOUT_NAMES = Set.of("reload", "events", "metrics");

  private final CommandLine line;
  private final String command;

  private CtlArguments(CommandLine line, String command) {
    this.line = line;
    this.command = command;
  }

  static CtlArguments parse(List<String> given) throws UsageException {
    CommandLine line = CommandLine.parse(optionsFirst(given), CtlCommand.OPTIONS);
    if (line.operands().isEmpty()) {
      throw new UsageException("a command is required; see ostler ctl --help");
    }
    String command = line.operands().getFirst();
    Set<String> taken = COMMANDS.get(command);
    if (taken == null) {
      throw new UsageException("unknown command 'ctl " + command + "'; see ostler ctl --help");
    }
    CtlArguments arguments = new CtlArguments(line, command);
    arguments.check(taken);
    return arguments;
  }

  /** Letters become words, and options come before operands, as {@link CommandLine} has them. */
  private static List<String> optionsFirst(List<String> given) {
    List<String> options = new ArrayList<>();
    List<String> operands = new ArrayList<>(List.of("--"));
    int at = 0;
    while (at < given.size() && !given.get(at).equals("--")) {
      String argument = spelledOut(given.get(at++));
      if (!argument.startsWith("-") || argument.equals("-")) {
        operands.add(argument);
        continue;
      }
      options.add(argument);
      if (takesNext(argument)) {
        if (at == given.size()) {
          return options; // for the parser to say what is missing
        }
        options.add(given.get(at++));
      }
    }
    operands.addAll(given.subList(Math.min(at + 1, given.size()), given.size()));
    options.addAll(operands);
    return options;
  }

  private static String spelledOut(String argument) {
    if (argument.equals("-f")) {
      return "--follow";
    }
    if (argument.equals("-n")) {
      return "--lines";
    }
    return argument.startsWith("-n") ? "--lines=" + argument.substring(2) : argument;
  }

  private static boolean takesNext(String argument) {
    for (Option option : CtlCommand.OPTIONS) {
      if (argument.equals("--" + option.name())) {
        return option.takesArgument();
      }
    }
    return false;
  }

  private void check(Set<String> taken) throws UsageException {
    for (Option option : CtlCommand.OPTIONS) {
      boolean fits = taken.contains(option.name()) || EVERYWHERE.contains(option.name());
      if (line.has(option.name()) && !fits) {
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
    output();
  }

  private String output() throws UsageException {
    String output = line.value("output").orElse("text");
    if (!output.equals("text") && !output.equals("json")) {
      throw new UsageException("--output must be text or json, got '" + output + "'");
    }
    return output;
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

  boolean isJson() throws UsageException {
    return output().equals("json");
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
