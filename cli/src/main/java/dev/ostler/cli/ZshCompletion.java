package dev.ostler.cli;

import java.util.ArrayList;
import java.util.List;

/** Completion by zsh: a function for each command, with what {@code _arguments} asks for. */
final class ZshCompletion {
  private ZshCompletion() {}

  static String script() {
    StringBuilder text =
        new StringBuilder(
            """
            #compdef ostler
            # Written by: ostler completion zsh

            _ostler_program() {
              _alternative 'files:file:_files' 'commands:command:{_command_names -e}'
            }

            # Whether what is completed is a command line of somebody else, behind '--'.
            _ostler_other() {
              local at=${words[(i)--]}
              (( at < CURRENT )) || return 1
              words=("${(@)words[at + 1, -1]}")
              (( CURRENT -= at ))
              _normal
              return 0
            }

            # The processes of a running ostler, asked through the socket that the line names.
            _ostler_processes() {
              local -a names
              names=(${(f)"$(timeout 2 $ostler_call status 2>/dev/null | @PROCESS_NAMES@)"})
              compadd -a names
            }
            """
                .replace("@PROCESS_NAMES@", Completion.PROCESS_NAMES));
    Completion.forEach((words, command) -> function(text, words, command));
    // Not by _arguments, which would lose a '--' that follows the command's name.
    text.append("\n_ostler() {\n  local -a known ostler_call\n");
    described(text, Commands.ALL);
    text.append(
        """
          ostler_call=(${(Q)words[1]} ctl)
          local at=${words[(i)--socket]}
          (( at < CURRENT )) && ostler_call+=(--socket ${(Q)words[at + 1]})
          if (( CURRENT == 2 )); then
            _describe -t commands command known
          elif (( $+functions[_ostler_${words[2]//-/_}] )); then
            shift words
            (( CURRENT-- ))
            _ostler_${words[1]//-/_}
          fi
        }

        _ostler "$@"
        """);
    return text.toString();
  }

  private static void function(StringBuilder text, String words, Command command) {
    String name = functionOf(words);
    if (command.commands().isEmpty()) {
      text.append('\n').append(name).append("() {\n");
      if (Completion.runsPrograms(command)) {
        text.append("  _ostler_other && return\n");
      }
      arguments(text, specifications(command));
      text.append("}\n");
    } else {
      choice(text, name, options(command), command.commands());
    }
  }

  /** One of several commands, each with a function of its own. */
  private static void choice(
      StringBuilder text, String name, List<String> options, List<Command> commands) {
    text.append('\n').append(name).append("() {\n");
    text.append("  local curcontext=$curcontext state state_descr line\n  local -a known\n");
    text.append("  local -A opt_args\n");
    List<String> all = new ArrayList<>(options);
    all.add("'1: :->command'");
    all.add("'*:: :->rest'");
    arguments(text, "-C", all);
    described(text, commands);
    text.append("  case $state in\n");
    text.append("    command) _describe -t commands command known ;;\n");
    text.append("    rest)\n      case $line[1] in\n");
    for (Command command : commands) {
      String own = name + "_" + command.name().replace('-', '_');
      text.append("        ").append(command.name()).append(") ").append(own).append(" ;;\n");
    }
    text.append("      esac\n      ;;\n  esac\n}\n");
  }

  private static void described(StringBuilder text, List<Command> commands) {
    text.append("  known=(\n");
    for (Command command : commands) {
      text.append("    ").append(quoted(command.name() + ":" + command.summary())).append('\n');
    }
    text.append("  )\n");
  }

  private static void arguments(StringBuilder text, List<String> specifications) {
    arguments(text, "-s -S", specifications);
  }

  private static void arguments(StringBuilder text, String flags, List<String> specifications) {
    text.append("  _arguments ").append(flags);
    specifications.forEach(each -> text.append(" \\\n    ").append(each));
    text.append('\n');
  }

  private static String functionOf(String words) {
    return "_ostler_" + words.replace(' ', '_').replace('-', '_');
  }

  private static List<String> specifications(Command command) {
    List<String> all = options(command);
    if (Completion.runsPrograms(command)) {
      all.add("'(-)1: :_ostler_program'");
      all.add("'*:: : _normal'"); // without the blank it would be called with options of its caller
      return all;
    }
    List<Completion.Values> places = Completion.operands(command);
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).isKnown()) {
        String where = i + 1 < places.size() ? String.valueOf(i + 1) : "*";
        all.add(quoted(where + ": :" + action(places.get(i))));
      }
    }
    return all;
  }

  private static List<String> options(Command command) {
    List<String> all = new ArrayList<>();
    for (Option option : command.options()) {
      String help = "[" + option.help().replaceAll("([\\[\\]\\\\:])", "\\\\$1") + "]";
      String argument =
          option.takesArgument()
              ? ":"
                  + option.argument().replace(":", "\\:")
                  + ":"
                  + action(Completion.Values.of(option.argument()))
              : "";
      boolean repeats = option.help().contains("(repeatable)");
      String equals = option.takesArgument() ? "=" : "";
      String star = repeats ? "*" : "";
      all.add(quoted(star + "--" + option.name() + equals + help + argument));
      if (option.hasLetter()) {
        String plus = option.takesArgument() ? "+" : "";
        all.add(quoted(star + "-" + option.letter() + plus + help + argument));
      }
    }
    return all;
  }

  private static String action(Completion.Values values) {
    if (!values.words().isEmpty()) {
      return "(" + String.join(" ", values.words()) + ")";
    }
    return switch (values.kind()) {
      case FILE -> "_files";
      case FOLDER -> "_files -/";
      case USER -> "_users";
      case PROGRAM -> "_command_names -e";
      case PROCESS -> "_ostler_processes";
      case UNKNOWN -> " ";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
