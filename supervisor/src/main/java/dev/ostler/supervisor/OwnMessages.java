package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;

/** What we have to say, as lines. */
final class OwnMessages {
  private static final int KEPT = 32 * 1024;

  private final LineFormat format;
  private final LineJournal journal;
  private final InstantSource clock;

  OwnMessages(MessageFormat format, LineJournal journal, InstantSource clock) {
    this.format = format.lines();
    this.journal = journal;
    this.clock = clock;
    journal.keep(LogLine.OURSELVES, KEPT);
  }

  /** A line of ours, which is also kept. */
  LineBuffer line(LogStream stream, String message) {
    Origin origin = new Origin(LogLine.OURSELVES, stream, OptionalInt.empty());
    Instant now = clock.instant();
    Piece piece = Piece.whole(message.getBytes(StandardCharsets.UTF_8));
    journal.line(origin, now, piece);
    LineBuffer line = new LineBuffer();
    format.append(line, origin, now, piece);
    return line;
  }
}
