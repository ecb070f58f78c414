package dev.ostler.supervisor;

import java.time.Instant;

/** Where the lines of one process go. */
interface LineSink {
  void line(Origin origin, Instant time, Piece piece);

  /** Whether lines go where somebody may read too slowly. */
  default boolean hasReader() {
    return false;
  }

  /** False while whoever reads is waited for; lines that come all the same are not refused. */
  default boolean takesMore() {
    return true;
  }

  /** What was read at once has been told. */
  default void flush() {}

  default void close() {}
}
