package dev.ostler.cli;

import dev.ostler.linux.Signal;

/** Signals as options name them. */
final class Signals {
  private Signals() {}

  static Signal parse(String option, String name) throws UsageException {
    try {
      return Signal.parse(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + option + ": " + e.getMessage());
    }
  }
}
