package dev.ostler.abuse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done harm to. */
enum Level {
  RUN,
  FLEET,
  GATEWAY;

  /** As it is called on the command line and in reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Level> of(String word) {
    return Arrays.stream(values()).filter(level -> level.word().equals(word)).findFirst();
  }
}
