package dev.ostler.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which output of a container is wanted.
 *
 * @param follow whether to go on with what it writes from now on, until it ends
 * @param tail how many of the last lines; nothing for all
 * @param since only what was written from then on; nothing for all
 * @param timestamps whether each line begins with its time
 */
public record LogQuery(
    boolean follow, OptionalInt tail, Optional<Instant> since, boolean timestamps) {
  /** Everything so far. */
  public static final LogQuery ALL =
      new LogQuery(false, OptionalInt.empty(), Optional.empty(), false);

  /** Everything so far and from now on. */
  public static final LogQuery FOLLOW =
      new LogQuery(true, OptionalInt.empty(), Optional.empty(), false);

  /** Checks the range. */
  public LogQuery {
    if (tail.isPresent() && tail.getAsInt() < 0) {
      throw new IllegalArgumentException("tail must be 0 or more, got " + tail.getAsInt());
    }
  }

  /**
   * Returns the same for the last lines.
   *
   * @param lines how many, 0 or more
   * @return the query
   */
  public LogQuery withTail(int lines) {
    return new LogQuery(follow, OptionalInt.of(lines), since, timestamps);
  }
}
