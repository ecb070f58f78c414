package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is kept of apps for as long as this is there: those that somebody looks after, and those
 * that are gone, unless they are for too long, or before too many others.
 */
final class MemoryMap implements Memory {
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(30);
  private static final int MOST_GONE = 1000;

  private final Clock clock;
  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * One app.
   *
   * @param gone since when nobody looks after it; empty if somebody does
   */
  record Entry(Remembered app, Optional<Instant> gone) {}

  MemoryMap(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Remembered of(String app) {
    Entry known = entries.get(app);
    if (known == null) {
      return Remembered.NOTHING;
    }
    keep(app, known.app()); // that it is there is to be known, though it may not change for long
    return known.app();
  }

  @Override
  public synchronized void keep(String app, Remembered now) {
    entries.put(app, new Entry(now, Optional.empty()));
  }

  @Override
  public synchronized void gone(String app) {
    entries.computeIfPresent(
        app, (_, known) -> new Entry(known.app(), Optional.of(clock.instant())));
    giveUp();
  }

  /** Has apps be kept that were kept before. */
  synchronized void restore(Map<String, Entry> before) {
    entries.putAll(before);
  }

  /** All that is kept. */
  synchronized Map<String, Entry> all() {
    giveUp();
    return new TreeMap<>(entries);
  }

  private void giveUp() {
    giveUp(clock.instant().minus(GIVEN_UP_AFTER));
    entries.values().stream()
        .flatMap(each -> each.gone().stream())
        .sorted(Comparator.reverseOrder())
        .skip(MOST_GONE - 1)
        .findFirst()
        .ifPresent(this::giveUp); // not those who went with it, as all have at a start
  }

  private void giveUp(Instant before) {
    entries.values().removeIf(each -> each.gone().filter(before::isAfter).isPresent());
  }
}
