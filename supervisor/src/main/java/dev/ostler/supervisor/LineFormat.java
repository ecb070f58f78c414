package dev.ostler.supervisor;

import java.time.Instant;

/** How lines look where several processes write to the same place. */
interface LineFormat {
  /** Appends one line with its newline. */
  void append(LineBuffer to, Origin origin, Instant time, Piece piece);

  /** As it was written. */
  static LineFormat plain() {
    return (to, _, _, piece) -> {
      to.append(piece);
      if (!piece.goesOn()) {
        to.append('\n');
      }
    };
  }
}
