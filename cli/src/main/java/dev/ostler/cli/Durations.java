package dev.ostler.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Durations as people write them. */
final class Durations {
  /** More than anybody waits, and nowhere near what a clock of nanoseconds cannot count. */
  private static final Duration LONGEST = Duration.ofHours(9_999);

  private Durations() {}

  /**
   * Reads a whole number with a unit: ms, s, m or h. At most 9999h.
   *
   * @throws UsageException if it is not one
   */
  static Duration parse(String option, String text) throws UsageException {
    int digits = 0;
    while (digits < text.length() && isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits > 0 && digits <= 9) {
      long number = Long.parseLong(text.substring(0, digits));
      Optional<ChronoUnit> unit = unit(text.substring(digits));
      if (unit.isPresent()) {
        return limited(option, text, Duration.of(number, unit.get()));
      }
    }
    throw new UsageException(
        "--"
            + option
            + " must be a number with a unit such as 500ms, 10s, 5m or 1h, got '"
            + text
            + "'");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Duration limited(String option, String text, Duration duration)
      throws UsageException {
    if (duration.compareTo(LONGEST) > 0) {
      throw new UsageException("--" + option + " must be at most 9999h, got '" + text + "'");
    }
    return duration;
  }

  private static Optional<ChronoUnit> unit(String name) {
    return switch (name) {
      case "ms" -> Optional.of(ChronoUnit.MILLIS);
      case "s" -> Optional.of(ChronoUnit.SECONDS);
      case "m" -> Optional.of(ChronoUnit.MINUTES);
      case "h" -> Optional.of(ChronoUnit.HOURS);
      default -> Optional.empty();
    };
  }
}
