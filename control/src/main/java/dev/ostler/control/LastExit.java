package dev.ostler.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process ended last.
 *
 * @param code its exit code, 0 to 255; empty if a signal ended it
 * @param signal the name of the signal that ended it, such as {@code TERM}; empty if none did
 * @param at when it ended
 * @param ran how long it ran, at least zero
 */
public record LastExit(OptionalInt code, Optional<String> signal, Instant at, Duration ran) {
  /** Checks that it is either a code or a signal. */
  public LastExit {
    if (code.isPresent() == signal.isPresent()) {
      throw new IllegalArgumentException(
          "an exit has either a code or a signal, got " + code + " and " + signal);
    }
    if (ran.isNegative()) {
      throw new IllegalArgumentException("ran must not be negative, got " + ran);
    }
  }

  /**
   * Says whether the process ended as programs do when all is well.
   *
   * @return whether its exit code is 0
   */
  public boolean succeeded() {
    return code.isPresent() && code.getAsInt() == 0;
  }
}
