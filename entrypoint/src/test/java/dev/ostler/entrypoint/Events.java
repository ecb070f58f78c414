package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Takes an entrypoint's events for a test, and never waits for ever. */
final class Events {
  /** Long enough for the slowest machine; nobody waits so long unless something is broken. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Entrypoint entrypoint;
  private final Iterator<Event> events;

  Events(Entrypoint entrypoint) {
    this.entrypoint = entrypoint;
    this.events = entrypoint.events().iterator();
  }

  /** The next event, which must be of a type. */
  <E extends Event> E next(Class<E> type) {
    return type.cast(assertThat(next()).isInstanceOf(type).actual());
  }

  private Event next() {
    Alarm deadline = entrypoint.alarm(LIMIT);
    Event event = events.next();
    deadline.cancel();
    return isRingOf(deadline, event) ? fail("nothing has happened for " + LIMIT) : event;
  }

  /** The next event of a type, whatever happens before. */
  <E extends Event> E await(Class<E> type) {
    return await(type, _ -> true);
  }

  /** The next event of a type that fulfils a condition, whatever happens before. */
  <E extends Event> E await(Class<E> type, Predicate<E> condition) {
    Duration deadline = entrypoint.time().plus(LIMIT);
    while (entrypoint.time().compareTo(deadline) < 0) {
      Event event = next();
      if (type.isInstance(event) && condition.test(type.cast(event))) {
        return type.cast(event);
      }
    }
    return fail("no such " + type.getSimpleName() + " within " + LIMIT);
  }

  /** All that happens within a time. */
  List<Event> during(Duration time) {
    List<Event> happened = new ArrayList<>();
    during(time, happened::add);
    return happened;
  }

  /** Handles all that happens within a time, each at once. */
  void during(Duration time, Consumer<Event> handler) {
    Alarm end = entrypoint.alarm(time);
    for (Event event = events.next(); !isRingOf(end, event); event = events.next()) {
      handler.accept(event);
    }
  }

  private static boolean isRingOf(Alarm alarm, Event event) {
    return event instanceof AlarmRang rang && alarm.equals(rang.alarm());
  }

  /** Says that nothing happens for a while. */
  void none() {
    assertThat(during(Duration.ofMillis(400))).isEmpty();
  }
}
