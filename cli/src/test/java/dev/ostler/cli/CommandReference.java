package dev.ostler.cli;

import java.util.List;
import java.util.function.Function;

/** The reference page of all commands, in Markdown. */
final class CommandReference {
  private static final String HEAD =
      """
      # Commands

      Written from the code by `mvn test -pl cli -am -Dtest=CommandReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dostler.regenerate=true`; a change by hand does not last.

      `ostler COMMAND --help` tells the same, and so do `man ostler` and `man ostler-COMMAND` where Ostler is installed from a package. Results go to standard output, everything else to standard error. What `--output json` prints: [output](output.md).
      """;

  private static final String BODY =
      """

      Options begin with `--`, some have a letter; `--name value` and `--name=value` are the same, and `--` ends them. Behind the name of a process, a file or an app options may follow, except where a command of somebody else begins (`run`, `container-run`, `fleet exec`).

      Every command takes `--help` and `--debug`. Those that answer and end also take (`run` and `demo` of these only `--no-color`):

      """;

  private CommandReference() {}

  static String page() {
    StringBuilder text = new StringBuilder(HEAD).append(BODY);
    options(text, Option.COMMON);
    text.append("\n## Exit status\n\n");
    table(text, "status", Command.USUAL, Command.Status::code, Command.Status::when);
    text.append("\n`ostler run -- COMMAND` exits as the command did.\n");
    text.append("\n## Environment\n\nWhat every command looks at; more stands at each.\n\n");
    table(text, "variable", Command.EVERYWHERE, Command.Variable::name, Command.Variable::help);
    Commands.ALL.forEach(command -> write(text, "## ", command.name(), command));
    return text.toString();
  }

  private static void write(StringBuilder text, String level, String words, Command command) {
    text.append('\n').append(level).append("ostler ").append(words).append("\n\n```text\n");
    for (String usage : command.usages()) {
      text.append(("ostler " + words + " " + usage).strip()).append('\n');
    }
    text.append("```\n\n").append(purpose(command)).append('\n');
    if (command.commands().isEmpty()) {
      List<Option> own = command.ownOptions();
      if (!own.isEmpty()) {
        text.append('\n');
        options(text, own);
      }
    }
    details(text, command);
    command.commands().forEach(own -> write(text, "### ", words + " " + own.name(), own));
  }

  /** What stands as it is written needs a fence. */
  private static String purpose(Command command) {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    String gap = "";
    for (String line : Help.purpose(command).lines().toList()) {
      boolean isWritten = line.startsWith("  ");
      if (line.isEmpty()) { // belongs behind a fence that ends here
        gap = "\n";
        continue;
      }
      String fence = isWritten == inside ? "" : isWritten ? "```text\n" : "```\n";
      text.append(inside ? fence + gap : gap + fence).append(line).append('\n');
      inside = isWritten;
      gap = "";
    }
    return text.append(inside ? "```" : "").toString().stripTrailing();
  }

  /** Of a command of a command they are those of the outer one. */
  private static void details(StringBuilder text, Command command) {
    if (Commands.ALL.contains(command)) {
      section(
          text,
          "variable",
          command.all(Command::variables),
          Command.Variable::name,
          Command.Variable::help);
      section(text, "status", command.exits(), Command.Status::code, Command.Status::when);
    }
  }

  private static <T> void section(
      StringBuilder text,
      String title,
      List<T> rows,
      Function<T, String> key,
      Function<T, String> meaning) {
    if (!rows.isEmpty()) {
      text.append('\n');
      table(text, title, rows, key, meaning);
    }
  }

  private static void options(StringBuilder text, List<Option> options) {
    table(text, "option", options, option -> option.shown().strip(), Option::help);
  }

  private static <T> void table(
      StringBuilder text,
      String title,
      List<T> rows,
      Function<T, String> key,
      Function<T, String> meaning) {
    text.append("| ").append(title).append(" | |\n|---|---|\n");
    for (T row : rows) {
      text.append("| `").append(cell(key.apply(row))).append("` | ");
      text.append(cell(meaning.apply(row))).append(" |\n");
    }
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }
}
