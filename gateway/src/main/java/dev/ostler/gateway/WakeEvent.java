package dev.ostler.gateway;

import java.time.Instant;

/**
 * One step of a wake, as viewers are told.
 *
 * @param id the wake and the number of the step, such as {@code 1763706940000-3}
 * @param kind what it means
 * @param text in words
 * @param at when
 */
record WakeEvent(String id, Kind kind, String text, Instant at) {
  /** What a step means. */
  enum Kind {
    /** It has come so far. */
    STAGE,
    /** It can be used; the wake is over. */
    READY,
    /** It cannot be used; the wake is over. */
    FAILED,
    /** It rests, and nobody wakes it. */
    RESTS
  }

  boolean isLast() {
    return kind != Kind.STAGE;
  }
}
