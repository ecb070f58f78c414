package dev.ostler.cli;

/**
 * An option of a command.
 *
 * @param name without the leading dashes
 * @param argument what to call its argument in the help; empty if it takes none
 * @param help what it does, in a few words
 */
record Option(String name, String argument, String help) {
  boolean takesArgument() {
    return !argument.isEmpty();
  }

  /** As the help shows it. */
  String synopsis() {
    return takesArgument() ? "--" + name + " " + argument : "--" + name;
  }
}
