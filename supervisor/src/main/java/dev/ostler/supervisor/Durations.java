package dev.ostler.supervisor;

import java.time.Duration;

/** Times in words. */
final class Durations {
  private Durations() {}

  static String inWords(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
