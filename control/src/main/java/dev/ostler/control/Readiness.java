package dev.ostler.control;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a process can do its work.
 *
 * @param state as far as is known
 * @param since when it became so
 * @param says what the process says of itself, in one line, by {@code STATUS} of sd_notify, or why
 *     it was given up or waits for one that was; empty if there is nothing to say
 */
public record Readiness(State state, Instant since, Optional<String> says) {
  /**
   * The readiness of one that says nothing of itself.
   *
   * @param state as far as is known
   * @param since when it became so
   */
  public Readiness(State state, Instant since) {
    this(state, since, Optional.empty());
  }

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
