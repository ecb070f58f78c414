package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One line that a process wrote.
 *
 * @param time when it was read
 * @param process who wrote it, or {@link #OURSELVES}
 * @param stream to which of its streams
 * @param text without its end; what is not UTF-8 is replaced
 * @param goesOn whether the line was too long and its next piece follows
 */
record LogLine(Instant time, String process, LogStream stream, String text, boolean goesOn) {
  /** The name under which our own messages are kept. */
  static final String OURSELVES = "ostler";

  static LogLine of(Origin origin, Instant time, Piece piece) {
    return new LogLine(
        time,
        origin.process(),
        origin.stream(),
        new String(
            piece.bytes(), piece.from(), piece.lengthWithoutReturn(), StandardCharsets.UTF_8),
        piece.goesOn());
  }
}
