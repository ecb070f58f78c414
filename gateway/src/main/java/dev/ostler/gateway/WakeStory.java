package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of the current wake, for those who come late. For use under one lock. */
final class WakeStory {
  /** A wake that has more to tell repeats itself: the steps after the first are given up. */
  static final int MOST = 200;

  private final Clock clock;
  private final List<WakeEvent> events = new ArrayList<>();
  private Instant begun;
  private int told;
  private Duration platform = Duration.ZERO;

  WakeStory(Clock clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** Forgets the wake before. */
  void begin() {
    events.clear();
    told = 0;
    platform = Duration.ZERO;
    Instant now = clock.instant();
    // Two wakes within one millisecond must not share their ids.
    begun = now.isAfter(begun) ? now : begun.plusMillis(1);
  }

  /** Adds a step; empty if it says what the last one said. */
  Optional<WakeEvent> add(WakeEvent.Kind kind, String text) {
    if (!events.isEmpty()) {
      WakeEvent last = events.getLast();
      if (last.kind() == kind && last.text().equals(text)) {
        return Optional.empty();
      }
    }
    if (events.size() == MOST) {
      events.remove(1);
    }
    WakeEvent event =
        new WakeEvent(begun.toEpochMilli() + "-" + ++told, kind, text, clock.instant());
    events.add(event);
    return Optional.of(event);
  }

  List<WakeEvent> events() {
    return List.copyOf(events);
  }

  /** What somebody has not seen who saw the given one last. */
  List<WakeEvent> after(String id) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).id().equals(id)) {
        return List.copyOf(events.subList(i + 1, events.size()));
      }
    }
    return events();
  }

  /** Whether the last step ended it, or there is none. */
  boolean isOver() {
    return events.isEmpty() || events.getLast().isLast();
  }

  String stage() {
    return events.isEmpty() ? "" : events.getLast().text();
  }

  /** Its platform has it run; what is still to come is its answer. */
  void ran() {
    platform = elapsed();
  }

  /** How long it took, if it is over now. */
  Journal.Took took() {
    return new Journal.Took(elapsed(), platform);
  }

  /** Since the wake has begun. */
  Duration elapsed() {
    return Duration.between(begun, clock.instant());
  }
}
