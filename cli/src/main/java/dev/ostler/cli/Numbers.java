package dev.ostler.cli;

/** Numbers as people write them. */
final class Numbers {
  private Numbers() {}

  /** Reads an option's number; its range is part of the message. */
  static int parse(CommandLine line, String option, int radix, int least, int most)
      throws UsageException {
    String text = line.value(option).orElseThrow();
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new UsageException(
        "--"
            + option
            + " must be "
            + Integer.toString(least, radix)
            + " to "
            + Integer.toString(most, radix)
            + (radix == 8 ? " (octal)" : "")
            + ", got '"
            + text
            + "'");
  }
}
