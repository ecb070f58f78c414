package dev.ostler.engine;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in an engine.
 *
 * @param type of what it happened to, such as {@code container}
 * @param action such as {@code start}, {@code die} or {@code health_status: healthy}
 * @param id of what it happened to
 * @param attributes labels, {@code name}, {@code image}, {@code exitCode} and others
 * @param time when
 */
public record EngineEvent(
    String type, String action, String id, Map<String, String> attributes, Instant time) {
  /** Copies. */
  public EngineEvent {
    attributes = Copies.of(attributes);
  }
}
