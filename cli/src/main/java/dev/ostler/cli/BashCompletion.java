package dev.ostler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Completion by bash, with or without the package bash-completion. */
final class BashCompletion {
  private static final String HEAD =
      """
      # Completion of ostler for bash. Written by: ostler completion bash

      # What command $1 has: its options, its commands, and what stands at each place behind them.
      _ostler_command() {
        options= commands= operands=()
        case $1 in
      """;

  private static final String ARGUMENTS =
      """
        esac
      }

      # What option $2 of command $1 takes; nothing if it takes no argument.
      _ostler_argument() {
        argument=
        case "$1 $2" in
      """;

  private static final String TAIL =
      """
        esac
      }

      # Completes a word: $1 is what it may be, such as FILE, or words.
      _ostler_values() {
        case $1 in
          FILE) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
          FOLDER) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
          USER) mapfile -t COMPREPLY < <(compgen -u -- "$current") ;;
          PROGRAM) mapfile -t COMPREPLY < <(compgen -c -- "$current") ;;
          PROCESS) mapfile -t COMPREPLY < <(compgen -W "$(_ostler_processes)" -- "$current") ;;
          UNKNOWN) ;;
          *) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current") ;;
        esac
      }

      # The processes of a running ostler, asked through the socket that the line names.
      _ostler_processes() {
        timeout 2 "${COMP_WORDS[0]}" ctl ${socket:+--socket "$socket"} status 2>/dev/null |
          @PROCESS_NAMES@
      }

      # Completes a command line of somebody else, which begins at word $1.
      _ostler_other() {
        if declare -F _comp_command_offset >/dev/null; then
          _comp_command_offset "$1"
        elif declare -F _command_offset >/dev/null; then
          _command_offset "$1"
        elif [ "$COMP_CWORD" -eq "$1" ]; then
          _ostler_values PROGRAM
        else
          _ostler_values FILE
        fi
      }

      _ostler() {
        local current=${COMP_WORDS[COMP_CWORD]} path= argument= options commands operands
        local option= word at=1 place=0 socket=
        COMPREPLY=()
        # bash takes '=' for a word of its own.
        if [ "$current" = = ]; then current=; fi
        _ostler_command ""
        while [ "$at" -lt "$COMP_CWORD" ]; do
          word=${COMP_WORDS[at]}
          at=$((at + 1))
          if [ -n "$argument" ]; then
            if [ "$word" = = ]; then continue; fi
            argument=
            if [ "$option" = --socket ]; then socket=$word; fi
          elif [ "$word" = -- ]; then
            if [[ " $options " == *" -- "* ]]; then _ostler_other "$at"; return; fi
          elif [[ $word == -* ]]; then
            option=$word
            _ostler_argument "$path" "$option"
          elif [[ " $commands " == *" $word "* ]]; then
            path=${path:+$path }$word
            _ostler_command "$path"
          elif [[ " $options " == *" -- "* ]]; then
            _ostler_other $((at - 1)); return
          else
            place=$((place + 1))
          fi
        done
        if [ -n "$argument" ]; then
          _ostler_values "$argument"
        elif [[ $current == -* ]]; then
          _ostler_values "$options"
        elif [ -n "$commands" ]; then
          _ostler_values "$commands"
        elif [ "$place" -lt "${#operands[@]}" ]; then
          _ostler_values "${operands[place]}"
        else
          _ostler_values "${operands[-1]}"
        fi
      }

      complete -F _ostler ostler
      """;

  private BashCompletion() {}

  static String script() {
    StringBuilder text = new StringBuilder(HEAD);
    arm(text, "''", "commands='" + names(Commands.ALL) + "' options='--help --version'");
    Completion.forEach((words, command) -> arm(text, "'" + words + "'", command(command)));
    text.append(ARGUMENTS);
    Map<String, List<String>> patterns = new TreeMap<>();
    Completion.forEach((words, command) ->
        command.options().stream()
            .filter(Option::takesArgument)
            .forEach(option -> {
              List<String> same =
                  patterns.computeIfAbsent(values(option.argument()), _ -> new ArrayList<>());
              same.add("'" + words + " --" + option.name() + "'");
              if (option.hasLetter()) {
                same.add("'" + words + " -" + option.letter() + "'");
              }
            }));
    patterns.forEach((argument, all) -> arm(text, String.join(" | ", all), "argument=" + argument));
    return text.append(TAIL.replace("@PROCESS_NAMES@", Completion.PROCESS_NAMES)).toString();
  }

  private static void arm(StringBuilder text, String pattern, String action) {
    text.append("    ").append(pattern).append(") ").append(action).append(" ;;\n");
  }

  private static String command(Command command) {
    List<String> options = new ArrayList<>();
    command.options().forEach(option -> options.add("--" + option.name()));
    if (Completion.runsPrograms(command)) {
      options.add("--");
    }
    StringBuilder text = new StringBuilder("options='" + String.join(" ", options) + "'");
    if (!command.commands().isEmpty()) {
      return text.append(" commands='").append(names(command.commands())).append('\'').toString();
    }
    text.append(" operands=(");
    String separator = "";
    for (Completion.Values values : Completion.operands(command)) {
      text.append(separator).append(values(values));
      separator = " ";
    }
    return text.append(')').toString();
  }

  private static String names(List<Command> commands) {
    return String.join(" ", commands.stream().map(Command::name).toList());
  }

  private static String values(String written) {
    return values(Completion.Values.of(written));
  }

  private static String values(Completion.Values values) {
    return values.words().isEmpty()
        ? values.kind().name()
        : "'" + String.join(" ", values.words()) + "'";
  }
}
