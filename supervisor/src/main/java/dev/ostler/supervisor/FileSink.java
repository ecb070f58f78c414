package dev.ostler.supervisor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Both streams of a process into one file, as they are, whole line by whole line. */
final class FileSink implements LineSink {
  /** How long what somebody else has moved away may still be written to. */
  private static final Duration LOOK_AFTER = Duration.ofSeconds(1);

  private final LogFile file;
  private final LineBuffer batch = new LineBuffer();
  private Instant looked = Instant.MIN;
  private Instant lookAgain = Instant.MIN;
  private int lines;
  private @Nullable LogStream unfinished;

  FileSink(LogFile file) {
    this.file = file;
  }

  @Override
  public void line(Origin origin, Instant time, Piece piece) {
    if (unfinished != null && unfinished != origin.stream()) {
      batch.append('\n'); // of a line too long to be held, the other stream's comes in between
    }
    int length = piece.length() + 1;
    boolean begins = !piece.continued();
    if (begins) {
      look(time);
    }
    if (begins && batch.length() + length > file.room() && !isAtStart()) {
      flush();
      file.rotate();
    }
    batch.append(piece);
    lines += begins ? 1 : 0;
    if (piece.goesOn()) {
      unfinished = origin.stream();
    } else {
      batch.append('\n');
      unfinished = null;
    }
  }

  /** By the time of the lines, so that who writes nothing costs nothing. */
  private void look(Instant time) {
    if (time.isBefore(looked) || !time.isBefore(lookAgain)) {
      looked = time;
      lookAgain = time.plus(LOOK_AFTER);
      flush();
      file.followName();
    }
  }

  private boolean isAtStart() {
    return file.isEmpty() && batch.isEmpty();
  }

  @Override
  public void flush() {
    if (!batch.isEmpty()) {
      file.append(batch, lines);
      batch.clear();
      lines = 0;
    }
  }

  @Override
  public void close() {
    flush();
    file.close();
  }
}
