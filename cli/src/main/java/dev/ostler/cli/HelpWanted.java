package dev.ostler.cli;

import java.io.Serial;

/** {@code --help} was found among the options of a command. */
final class HelpWanted extends UsageException {
  @Serial private static final long serialVersionUID = 1;

  HelpWanted() {
    super("help is wanted");
  }
}
