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
   * @param options whether each is an object rather than a sentence, and whether nothing is done
   */
  static Told by(Gateway.Options options, Consumer<String> lines) {
    if (!options.jsonLog()) {
      return new Told(new LogJournal(lines, options.dryRun()), lines);
    }
    JsonJournal journal = new JsonJournal(lines, Clock.systemUTC(), options.dryRun());
    return new Told(journal, journal::say);
  }
}
