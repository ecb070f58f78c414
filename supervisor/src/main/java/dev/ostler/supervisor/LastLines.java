package dev.ostler.supervisor;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The last lines of one process, bounded in bytes. */
final class LastLines {
  /** A line and its place among those of all processes. */
  record Numbered(long number, LogLine line) {}

  private static final int HEADER = 2 * Long.BYTES + 1;
  private static final int FROM_STDERR = 1;
  private static final int GOES_ON = 2;

  private final String process;
  private final RecordQueue records;
  private final LineBuffer record = new LineBuffer();

  LastLines(String process, int limit) {
    this.process = process;
    this.records = new RecordQueue(limit);
  }

  void add(long number, long epochMillis, LogStream stream, Piece piece) {
    record.clear();
    record.appendLong(number).appendLong(epochMillis);
    int flags = stream == LogStream.STDERR ? FROM_STDERR : 0;
    record.appendByte(piece.goesOn() ? flags | GOES_ON : flags).append(piece);
    records.add(record.bytes(), 0, record.length());
  }

  /** At most so many, oldest first. */
  List<Numbered> last(int atMost) {
    List<Numbered> lines = new ArrayList<>();
    for (byte[] kept : records.newest(atMost)) {
      lines.add(line(kept));
    }
    return lines;
  }

  private Numbered line(byte[] kept) {
    ByteBuffer fields = ByteBuffer.wrap(kept);
    long number = fields.getLong();
    Instant time = Instant.ofEpochMilli(fields.getLong());
    int flags = fields.get();
    LogStream stream = (flags & FROM_STDERR) == 0 ? LogStream.STDOUT : LogStream.STDERR;
    Piece piece = new Piece(kept, HEADER, kept.length, false, (flags & GOES_ON) != 0);
    return new Numbered(
        number, LogLine.of(new Origin(process, stream, OptionalInt.empty()), time, piece));
  }

  void keepAtMost(int bytes) {
    records.keepAtMost(bytes);
  }
}
