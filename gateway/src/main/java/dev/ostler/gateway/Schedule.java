package dev.ostler.gateway;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When an app is kept awake, and when it is put to rest, by the clock on the wall.
 *
 * @param zone whose clock; it may be put forward and back
 * @param awake windows in which it is awake
 * @param rest windows at whose beginning it rests if nobody uses it; where both cover, awake counts
 */
record Schedule(ZoneId zone, List<Window> awake, List<Window> rest) {
  static final Schedule NONE = new Schedule(ZoneId.of("UTC"), List.of(), List.of());

  /** A window may begin a day before, and the next one be a week away. */
  private static final int DAYS_BEFORE = 1;

  private static final int DAYS_AFTER = 8;

  /** What a moment is. */
  enum Hour {
    /** It is to be awake. */
    AWAKE,
    /** It is to rest unless it is used. */
    REST,
    /** Use alone decides. */
    FREE
  }

  /** Keeps copies. */
  Schedule {
    awake = List.copyOf(awake);
    rest = List.copyOf(rest);
  }

  Hour at(Instant moment) {
    if (covers(awake, moment)) {
      return Hour.AWAKE;
    }
    return covers(rest, moment) ? Hour.REST : Hour.FREE;
  }

  private boolean covers(List<Window> windows, Instant moment) {
    LocalDate today = LocalDate.ofInstant(moment, zone);
    return windows.stream()
        .flatMap(window -> Stream.of(today.minusDays(1), today).map(day -> span(window, day)))
        .anyMatch(span -> span.isPresent() && span.get().covers(moment));
  }

  private record Span(Instant from, Instant to) {
    boolean covers(Instant moment) {
      return !moment.isBefore(from) && moment.isBefore(to);
    }
  }

  /** A time that the clock skips is the one after; one that comes twice is the first. */
  private Optional<Span> span(Window window, LocalDate day) {
    if (!window.days().contains(day.getDayOfWeek())) {
      return Optional.empty();
    }
    LocalDate last = window.to().isAfter(window.from()) ? day : day.plusDays(1);
    return Optional.of(
        new Span(
            ZonedDateTime.of(day, window.from(), zone).toInstant(),
            ZonedDateTime.of(last, window.to(), zone).toInstant()));
  }

  /** When a window begins or ends next; empty if there is none. */
  Optional<Instant> nextChange(Instant moment) {
    LocalDate today = LocalDate.ofInstant(moment, zone);
    return today
        .minusDays(DAYS_BEFORE)
        .datesUntil(today.plusDays(DAYS_AFTER + 1))
        .flatMap(day ->
            Stream.concat(awake.stream(), rest.stream())
                .flatMap(window -> span(window, day).stream()))
        .flatMap(span -> Stream.of(span.from(), span.to()))
        .filter(moment::isBefore)
        .min(Instant::compareTo);
  }
}
