package dev.ostler.control;

import java.time.Instant;

/**
 * Whether a process can do its work.
 *
 * @param state as far as is known
 * @param since when it became so
 */
public record Readiness(State state, Instant since) {
  /** On the wire in lower case. */
  public enum State {
    /** It is ready; without a readiness check, as soon as it runs. */
    YES,
    /** It does not run, or its check fails. */
    NO,
    /** Its check has not answered yet. */
    UNKNOWN
  }
}
