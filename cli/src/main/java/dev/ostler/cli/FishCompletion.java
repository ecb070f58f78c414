package dev.ostler.cli;

import java.util.LinkedHashSet;
import java.util.Set;

/** Completion by fish: a line for each option, under the condition that its command is given. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of ostler for fish. Written by: ostler completion fish

      # The words that name the command so far, such as 'fleet plan'; with '--' if that was given.
      function __ostler_path
          set -l path
          set -l skip 0
          for word in (commandline -opc)[2..-1]
              if test $skip = 1
                  set skip 0
              else if test "$word" = --
                  set -a path --
                  break
              else if contains -- "$word" @VALUED@
                  set skip 1
              else if string match -q -- '-*' "$word"
                  continue
              else if test (count $path) = 0; or begin
                      test (count $path) = 1
                      and contains -- $path[1] @PARENTS@
                  end
                  set -a path $word
              else
                  break
              end
          end
          echo "$path"
      end

      function __ostler_at
          test (__ostler_path) = "$argv"
      end

      # A command line of somebody else, behind '--'.
      function __ostler_other
          set -l words (commandline -opc) (commandline -ct)
          set -l at (contains -i -- -- $words)
          and complete -C (string join ' ' -- (string escape -- $words[(math $at + 1)..-2]) $words[-1])
      end

      # The processes of a running ostler, asked through the socket that the line names.
      function __ostler_processes
          set -l words (commandline -opc)
          set -l call $words[1] ctl
          set -l at (contains -i -- --socket $words)
          and set -a call --socket $words[(math $at + 1)]
          timeout 2 $call status 2>/dev/null | @PROCESS_NAMES@
      end

      complete -c ostler -f
      """;

  private FishCompletion() {}

  static String script() {
    Set<String> valued = new LinkedHashSet<>();
    Set<String> parents = new LinkedHashSet<>();
    StringBuilder lines = new StringBuilder();
    for (Command command : Commands.ALL) {
      lines.append(line("", "-a " + command.name(), command.summary()));
    }
    Completion.forEach((words, command) -> {
      if (!command.commands().isEmpty()) {
        parents.add(words);
      }
      command.options().stream()
          .filter(Option::takesArgument)
          .forEach(option -> {
            valued.add("--" + option.name());
            if (option.hasLetter()) {
              valued.add("-" + option.letter());
            }
          });
      command(lines, words, command);
    });
    return HEAD.replace("@VALUED@", String.join(" ", valued))
            .replace("@PARENTS@", String.join(" ", parents))
            .replace("@PROCESS_NAMES@", Completion.PROCESS_NAMES)
        + lines;
  }

  private static void command(StringBuilder lines, String words, Command command) {
    for (Command own : command.commands()) {
      lines.append(line(words, "-a " + own.name(), own.summary()));
    }
    for (Option option : command.options()) {
      String names =
          (option.hasLetter() ? "-s " + option.letter() + " " : "") + "-l " + option.name();
      String argument =
          option.takesArgument() ? values(Completion.Values.of(option.argument()), " -r") : "";
      lines.append(line(words, names + argument, option.help()));
    }
    if (command.commands().isEmpty()) {
      Completion.operands(command).stream()
          .filter(Completion.Values::isKnown)
          .findFirst()
          .ifPresent(place -> lines.append(line(words, values(place, "").strip(), "")));
    }
    if (Completion.runsPrograms(command)) {
      lines.append(line(words + " --", "-a '(__ostler_other)'", ""));
    }
  }

  private static String line(String words, String what, String help) {
    String description = help.isEmpty() ? "" : " -d '" + help.replace("'", "\\'") + "'";
    return "complete -c ostler -n '__ostler_at " + words + "' " + what + description + "\n";
  }

  private static String values(Completion.Values values, String required) {
    String exclusive = required.isEmpty() ? "" : " -x";
    if (!values.words().isEmpty()) {
      return exclusive + " -a '" + String.join(" ", values.words()) + "'";
    }
    return switch (values.kind()) {
      case FILE -> required + " -F";
      case FOLDER -> exclusive + " -a '(__fish_complete_directories)'";
      case USER -> exclusive + " -a '(__fish_complete_users)'";
      case PROGRAM -> exclusive + " -a '(__fish_complete_command)'";
      case PROCESS -> exclusive + " -a '(__ostler_processes)'";
      case UNKNOWN -> exclusive;
    };
  }
}
