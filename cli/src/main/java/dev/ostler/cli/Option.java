package dev.ostler.cli;

import java.util.List;
import java.util.Locale;

/**
 * An option of a command.
 *
 * @param name without the leading dashes
 * @param argument what to call its argument in the help; empty if it takes none. Words with bars
 *     between them, such as {@code text|json}, are all that it may be; {@code FILE}, {@code DIR},
 *     {@code SIGNAL} and the like say to completion what is meant
 * @param help what it does, in a few words
 * @param letter stands for its name; a blank if there is none
 */
record Option(String name, String argument, String help, char letter) {
  private static final char NONE = ' ';

  static final Option OUTPUT =
      new Option("output", "text|json", "for people (default) or programs");
  static final Option QUIET = new Option("quiet", "", "say only what went wrong", 'q');
  static final Option VERBOSE =
      new Option("verbose", "", "say more, also what led to failures", 'v');
  static final Option NO_COLOR = new Option("no-color", "", "no colour, as with NO_COLOR");
  static final Option DEBUG = new Option("debug", "", "with a failure, say where it was noticed");
  static final Option HELP = new Option("help", "", "say all of this", 'h');

  /** What every command takes, also if it does not say so. */
  static final List<Option> ALWAYS = List.of(DEBUG, HELP);

  /** What every command takes that answers and ends. */
  static final List<Option> COMMON = List.of(QUIET, VERBOSE, NO_COLOR, DEBUG, HELP);

  /** As {@link #COMMON}, of those that have a result. */
  static final List<Option> ANSWERING = List.of(OUTPUT, QUIET, VERBOSE, NO_COLOR, DEBUG, HELP);

  Option(String name, String argument, String help) {
    this(name, argument, help, NONE);
  }

  boolean takesArgument() {
    return !argument.isEmpty();
  }

  boolean hasLetter() {
    return letter != NONE;
  }

  /** All that its argument may be; empty if that is not known. */
  List<String> choices() {
    List<String> words = List.of(argument.split("\\|", -1));
    return words.size() > 1 && words.stream().noneMatch(Option::isPlaceholder) ? words : List.of();
  }

  /** Whether it stands for what a user writes, such as {@code FILE}. */
  static boolean isPlaceholder(String word) {
    return !word.isEmpty() && word.equals(word.toUpperCase(Locale.ROOT));
  }

  /** As it is written. */
  String synopsis() {
    return takesArgument() ? "--" + name + " " + argument : "--" + name;
  }

  /** As the help shows it, with its letter. */
  String shown() {
    return hasLetter() ? "-" + letter + ", " + synopsis() : "    " + synopsis();
  }
}
