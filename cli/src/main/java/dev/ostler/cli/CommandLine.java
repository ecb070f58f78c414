package dev.ostler.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Written by hand rather than with a library because the commands that start first in a container
 * pay for it before their child may run: building a library's model by reflection alone takes
 * longer than everything else that `ostler run` does.
 */
/** What was given on the command line of one command. */
final class CommandLine {
  private final Map<String, List<String>> values = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private boolean endOfOptions;

  private CommandLine() {}

  /**
   * Reads options up to the first operand or {@code --}; what follows is left as it is.
   *
   * @throws UsageException for an unknown option, or an argument missing or too many
   */
  static CommandLine parse(List<String> arguments, List<Option> options) throws UsageException {
    return read(arguments, options, false);
  }

  /**
   * Reads options wherever they stand before {@code --}: nothing belongs to somebody else.
   *
   * @throws UsageException for an unknown option, or an argument missing or too many
   */
  static CommandLine parseAnywhere(List<String> arguments, List<Option> options)
      throws UsageException {
    return read(arguments, options, true);
  }

  private static CommandLine read(List<String> arguments, List<Option> options, boolean anywhere)
      throws UsageException {
    CommandLine line = new CommandLine();
    int at = 0;
    while (at < arguments.size()) {
      String argument = arguments.get(at);
      if (argument.equals("--")) {
        line.endOfOptions = true;
        at++;
        break;
      }
      if (argument.startsWith("--")) {
        at += line.take(arguments, at, options);
      } else if (argument.startsWith("-") && argument.length() > 1) {
        at += line.takeLetters(arguments, at, options);
      } else if (anywhere) {
        line.operands.add(argument);
        at++;
      } else {
        break;
      }
    }
    line.operands.addAll(arguments.subList(at, arguments.size()));
    return line;
  }

  /** Takes the option that stands there; returns how many arguments it used up. */
  private int take(List<String> arguments, int at, List<Option> options) throws UsageException {
    String argument = arguments.get(at);
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
    Option option = find(name, options);
    if (!option.takesArgument()) {
      if (equals >= 0) {
        throw new UsageException("option --" + name + " takes no argument");
      }
      add(option);
      return 1;
    }
    if (equals >= 0) {
      add(option, argument.substring(equals + 1));
      return 1;
    }
    add(option, next(arguments, at, option));
    return 2;
  }

  private static String next(List<String> arguments, int at, Option option) throws UsageException {
    if (at + 1 == arguments.size()) {
      throw new UsageException(
          "option --" + option.name() + " needs an argument: " + option.synopsis());
    }
    return arguments.get(at + 1);
  }

  /** As {@link #take}, for letters: what follows one that takes an argument is that. */
  private int takeLetters(List<String> arguments, int at, List<Option> options)
      throws UsageException {
    String argument = arguments.get(at);
    for (int i = 1; i < argument.length(); i++) {
      Option option = find(argument.charAt(i), argument, options);
      if (option.takesArgument()) {
        boolean isLast = i + 1 == argument.length();
        add(option, isLast ? next(arguments, at, option) : argument.substring(i + 1));
        return isLast ? 2 : 1;
      }
      add(option);
    }
    return 1;
  }

  private void add(Option flag) throws UsageException {
    if (flag.name().equals("help")) {
      throw new HelpWanted();
    }
    Console.speak(flag.name());
    keep(flag, "");
  }

  private void add(Option option, String value) throws UsageException {
    if (!("|" + option.argument() + "|").contains("|" + value + "|")) {
      requireChoice(option, value);
    }
    keep(option, value);
  }

  private void keep(Option option, String value) {
    values.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
  }

  private static void requireChoice(Option option, String value) throws UsageException {
    List<String> choices = option.choices();
    if (!choices.isEmpty() && !choices.contains(value)) {
      throw new UsageException(
          "--" + option.name() + " must be " + Words.oneOf(choices) + ", got '" + value + "'");
    }
  }

  private static Option find(char letter, String argument, List<Option> options)
      throws UsageException {
    for (Option option : options) {
      if (option.hasLetter() && option.letter() == letter) {
        return option;
      }
    }
    if (argument.equals("-" + Option.HELP.letter())) {
      return Option.HELP;
    }
    throw new UsageException("unknown option " + argument + "; options begin with --");
  }

  private static Option find(String name, List<Option> options) throws UsageException {
    Option nearest = null;
    int nearestDistance = 3;
    for (Option option : options) {
      if (option.name().equals(name)) {
        return option;
      }
      int distance = Words.distance(name, option.name());
      if (distance < nearestDistance) {
        nearest = option;
        nearestDistance = distance;
      }
    }
    for (Option option : Option.ALWAYS) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    throw new UsageException("unknown option --" + name + suggestion(nearest));
  }

  private static String suggestion(@Nullable Option nearest) {
    return nearest == null ? "" : "; did you mean --" + nearest.name() + "?";
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether any is given but some. */
  boolean hasOptionsBut(List<Option> some) {
    int left = values.size();
    for (Option option : some) {
      left -= has(option.name()) ? 1 : 0;
    }
    return left > 0;
  }

  /** The last value given. */
  Optional<String> value(String name) {
    List<String> given = values.get(name);
    return given == null ? Optional.empty() : Optional.of(given.getLast());
  }

  /**
   * The last value given, which names a file or folder.
   *
   * @throws UsageException if it is empty, as an unset variable makes it
   */
  Optional<Path> path(String name) throws UsageException {
    Optional<String> given = value(name);
    if (given.isPresent() && given.get().isEmpty()) {
      throw new UsageException("option --" + name + " must not be empty");
    }
    return given.map(Path::of);
  }

  /** Whether results are for programs. */
  boolean isJson() {
    return value("output").orElse("text").equals("json");
  }

  /** All values given, in order. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** Whether the options were ended by {@code --}. */
  boolean hasEndOfOptions() {
    return endOfOptions;
  }

  /** What follows the options. */
  List<String> operands() {
    return operands;
  }

  /**
   * The operands, where they name files.
   *
   * @throws UsageException if one is empty, as an unset variable makes it
   */
  List<String> files() throws UsageException {
    if (operands.contains("")) {
      throw new UsageException("the name of a file must not be empty");
    }
    return operands;
  }
}
