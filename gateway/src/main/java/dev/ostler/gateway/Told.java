package dev.ostler.gateway;

import java.time.Clock;
import java.util.function.Consumer;

/**
 * Where a gateway tells what happens.
 *
 * @param journal of apps
 * @param log of itself, one sentence each
 */
record Told(Journal journal, Consumer<String> log) {
  /**
   * By lines.
   *
   * @param json whether each is an object rather than a sentence
   */
  static Told by(boolean json, Consumer<String> lines) {
    if (!json) {
      return new Told(new LogJournal(lines), lines);
    }
    JsonJournal journal = new JsonJournal(lines, Clock.systemUTC());
    return new Told(journal, journal::say);
  }
}
