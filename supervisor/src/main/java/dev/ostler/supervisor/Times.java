package dev.ostler.supervisor;

import java.time.Duration;

/** Times in words. */
final class Times {
  private Times() {}

  /** Such as "3 s" or "1500 ms". */
  static String inWords(Duration time) {
    return time.toMillisPart() == 0 && time.toSeconds() > 0
        ? time.toSeconds() + " s"
        : time.toMillis() + " ms";
  }
}
