package dev.ostler.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What a shell completes commands by, written from the list of commands. */
final class Completion {
  /** Those that people send; a number is shorter than the names of others. */
  private static final List<String> SIGNALS =
      List.of(
          "HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "ALRM", "TERM", "CONT", "STOP", "TSTP",
          "WINCH");

  /**
   * Has the names of processes out of what {@code ostler ctl status} prints. Who asks it waits a
   * moment at most, and is offered nothing where nobody answers.
   */
  static final String PROCESS_NAMES = "sed -n '/^PROCESS /,/^$/ { /^PROCESS /d; s/ .*//p; }'";

  private Completion() {}

  /**
   * What may stand in one place.
   *
   * @param words all that it may be, if they are known
   * @param kind of what else it may be
   */
  record Values(List<String> words, Kind kind) {
    static final Values UNKNOWN = new Values(List.of(), Kind.UNKNOWN);

    /**
     * Of a word in a usage or of an option's argument, such as {@code FILE} or {@code text|json}.
     */
    static Values of(String written) {
      String plain = written.replace("[", "").replace("]", "").replace("...", "");
      List<String> words = new ArrayList<>();
      Kind kind = Kind.UNKNOWN;
      for (String word : plain.split("\\|", -1)) {
        switch (word) {
          case "SIGNAL" -> words.addAll(SIGNALS);
          case "SUBJECT" -> Commands.ALL.forEach(command -> words.add(command.name()));
          case "FILE", "PATH" -> kind = Kind.FILE;
          case "DIR" -> kind = Kind.FOLDER;
          case "USER:GROUP" -> kind = Kind.USER;
          case "COMMAND" -> kind = Kind.PROGRAM;
          case "PROCESS" -> kind = Kind.PROCESS;
          default -> {
            if (!Option.isPlaceholder(word)) {
              words.add(word);
            }
          }
        }
      }
      return new Values(words, kind);
    }

    boolean isKnown() {
      return !words.isEmpty() || kind != Kind.UNKNOWN;
    }
  }

  enum Kind {
    UNKNOWN,
    FILE,
    FOLDER,
    USER,
    PROGRAM,
    /** Of a running {@code ostler run}. */
    PROCESS
  }

  /**
   * Writes the script of a shell.
   *
   * @throws UsageException if it is none that we know
   */
  static String of(String shell) throws UsageException {
    return switch (shell) {
      case "bash" -> BashCompletion.script();
      case "zsh" -> ZshCompletion.script();
      case "fish" -> FishCompletion.script();
      default ->
          throw new UsageException(
              "no such shell '"
                  + shell
                  + "'; there are bash, zsh and fish: ostler completion"
                  + " bash|zsh|fish");
    };
  }

  /** All commands and theirs, with the words that name them. */
  static void forEach(BiConsumer<String, Command> action) {
    for (Command command : Commands.ALL) {
      action.accept(command.name(), command);
      command.commands().forEach(own -> action.accept(command.name() + " " + own.name(), own));
    }
  }

  /** What may stand at each place behind the options; the last is for all further ones. */
  static List<Values> operands(Command command) {
    for (String usage : command.usages().reversed()) {
      List<String> words =
          Stream.of(usage.split(" ", -1))
              .filter(word -> !word.isEmpty() && !word.equals("[OPTION...]"))
              .toList();
      if (!words.isEmpty() && !words.contains("--")) {
        List<Values> places = new ArrayList<>(words.stream().map(Values::of).toList());
        if (!words.getLast().contains("...")) {
          places.add(Values.UNKNOWN);
        }
        return places;
      }
    }
    return List.of(Values.UNKNOWN);
  }

  /** Whether what follows {@code --} is somebody else's command. */
  static boolean runsPrograms(Command command) {
    return command.operands().contains("--");
  }
}
