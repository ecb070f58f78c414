package dev.ostler.configuration;

import java.time.Duration;

/** Durations as files have them. */
final class Durations {
  static final String EXPECTED = "a duration such as 500ms, 30s, 5m or 1h30m";
  static final String PATTERN = "(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?";

  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  /** More than anybody waits, and nowhere near what a clock of nanoseconds cannot count. */
  private static final long LONGEST = 9_999 * 3_600_000L;

  private Durations() {}

  /** Reads whole numbers with units, each unit at most once, from the largest to the smallest. */
  static Duration parse(String text) {
    long millis = 0;
    int at = 0;
    int former = -1;
    while (at < text.length()) {
      int digits = run(text, at, true);
      int end = run(text, digits, false);
      int unit = unit(text.substring(digits, end));
      if (digits == at || digits - at > 9 || unit <= former) {
        throw wrong(text);
      }
      millis += Long.parseLong(text.substring(at, digits)) * MILLIS[unit];
      former = unit;
      at = end;
    }
    if (text.isEmpty()) {
      throw wrong(text);
    }
    if (millis > LONGEST) {
      throw new IllegalArgumentException("expected at most 9999h");
    }
    return Duration.ofMillis(millis);
  }

  private static IllegalArgumentException wrong(String text) {
    boolean bare = !text.isEmpty() && run(text, 0, true) == text.length();
    return new IllegalArgumentException(
        "expected " + EXPECTED + (bare ? "; did you mean '" + Texts.shortened(text) + "s'" : ""));
  }

  private static int run(String text, int from, boolean ofDigits) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at)) == ofDigits) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int unit(String name) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
