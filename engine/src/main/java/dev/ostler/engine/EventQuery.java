package dev.ostler.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which events are wanted.
 *
 * @param since also those from then on that have happened; nothing for those from now on
 * @param labels labels that what they happen to must have: {@code NAME} or {@code NAME=VALUE}
 * @param filters further conditions by the engine's names, such as {@code type} or {@code event}
 */
public record EventQuery(
    Optional<Instant> since, List<String> labels, Map<String, List<String>> filters) {
  /** All from now on. */
  public static final EventQuery ALL = new EventQuery(Optional.empty(), List.of(), Map.of());

  /** Those of containers from now on. */
  public static final EventQuery OF_CONTAINERS =
      new EventQuery(Optional.empty(), List.of(), Map.of("type", List.of("container")));

  /** Copies. */
  public EventQuery {
    labels = List.copyOf(labels);
    filters = Copies.of(filters);
  }

  /**
   * Returns the same from a moment on.
   *
   * @param moment the first that counts
   * @return the query
   */
  public EventQuery withSince(Instant moment) {
    return new EventQuery(Optional.of(moment), labels, filters);
  }
}
