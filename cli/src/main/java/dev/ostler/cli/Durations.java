package dev.ostler.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Durations as people write them. */
final class Durations {
  private Durations() {}

  /**
   * Reads a whole number with a unit: ms, s, m or h.
   *
   * @throws UsageException if it is not one
   */
  static Duration parse(String option, String text) throws UsageException {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits > 0 && digits <= 9) {
      long number = Long.parseLong(text.substring(0, digits));
      Optional<ChronoUnit> unit = unit(text.substring(digits));
      if (unit.isPresent()) {
        return Duration.of(number, unit.get());
      }
    }
    throw new UsageException(
        "--"
            + option
            + " must be a number with a unit such as 500ms, 10s, 5m or 1h, got '"
            + text
            + "'");
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
