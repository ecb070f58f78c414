package dev.ostler.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What {@code --help} prints. */
final class Help {
  private Help() {}

  static String overview() {
    StringBuilder text = new StringBuilder("usage: ostler COMMAND [OPTION...] [ARG...]\n\n");
    table(text, Commands.ALL, Command::name, Command::summary);
    text.append("\nEnvironment:\n");
    table(text, Command.EVERYWHERE, Command.Variable::name, Command.Variable::help);
    text.append("\n'ostler COMMAND --help' tells more.");
    return text.toString();
  }

  /** Of a command, or of a command of one, such as {@code fleet plan}. */
  static String of(List<String> words) throws UsageException {
    if (words.isEmpty()) {
      return overview();
    }
    Command command =
        Commands.find(words)
            .orElseThrow(() ->
                new UsageException(
                    "unknown command '" + String.join(" ", words) + "'; see ostler --help"));
    return text(String.join(" ", words), command);
  }

  /**
   * What is said of a command that is not there.
   *
   * @param before the command that it would belong to and a space, or nothing
   */
  static UsageException unknown(String before, String name, List<Command> known) {
    String meant = Words.suggestion(name, known.stream().map(Command::name).toList());
    return new UsageException(
        "unknown command '"
            + before
            + name
            + "'"
            + (meant.isEmpty() ? "; see ostler " + before + "--help" : meant));
  }

  /** Of the command that a command line names, as far as it does. */
  static String wantedIn(List<String> arguments) {
    Optional<Command> command = Commands.find(arguments.subList(0, 1));
    if (command.isEmpty()) {
      return overview();
    }
    for (String word : arguments) {
      Optional<Command> own = command.get().command(word);
      if (own.isPresent()) {
        return text(command.get().name() + " " + word, own.get());
      }
    }
    return text(command.get().name(), command.get());
  }

  private static String text(String words, Command command) {
    StringBuilder text = new StringBuilder();
    String before = "usage: ";
    for (String usage : command.usages()) {
      text.append((before + "ostler " + words + " " + usage).stripTrailing()).append('\n');
      before = "       ";
    }
    text.append('\n').append(purpose(command)).append("\n\n");
    if (!command.commands().isEmpty()) {
      table(text, command.commands(), Help::call, Command::summary);
      text.append("\n'ostler ").append(words).append(" COMMAND --help' tells more.\n\n");
    }
    table(text, command.options(), Option::shown, Option::help);
    if (!command.variables().isEmpty()) {
      text.append("\nEnvironment:\n");
      table(text, command.variables(), Command.Variable::name, Command.Variable::help);
    }
    text.append("\nExit status:\n");
    table(text, command.exits(), Command.Status::code, Command.Status::when);
    return text.toString().stripTrailing();
  }

  /** As a sentence, if there are none of its own. */
  static String purpose(Command command) {
    return command.description().isEmpty()
        ? Character.toUpperCase(command.summary().charAt(0)) + command.summary().substring(1) + "."
        : command.description();
  }

  private static String call(Command command) {
    return (command.name() + " " + String.join(" ", command.operands())).strip();
  }

  private static <T> void table(
      StringBuilder text, List<T> rows, Function<T, String> first, Function<T, String> second) {
    int width = rows.stream().mapToInt(row -> first.apply(row).length()).max().orElse(0);
    for (T row : rows) {
      String key = first.apply(row);
      text.append("  ").append(key);
      text.repeat(' ', width - key.length() + 2).append(second.apply(row)).append('\n');
    }
  }
}
