package dev.ostler.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;

/** Lines for tests. */
final class Lines {
  static final Instant TIME = Instant.parse("2026-02-03T04:05:06.007Z");

  private Lines() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Piece piece) {
    return new String(piece.bytes(), piece.from(), piece.length(), StandardCharsets.ISO_8859_1);
  }

  static Piece piece(String text) {
    return Piece.whole(bytes(text));
  }

  static Piece piece(String text, boolean continued, boolean goesOn) {
    byte[] bytes = bytes(text);
    return new Piece(bytes, 0, bytes.length, continued, goesOn);
  }

  static Origin from(String process) {
    return new Origin(process, LogStream.STDOUT, OptionalInt.empty());
  }

  static String formatted(LineFormat format, Origin origin, Piece piece) {
    LineBuffer line = new LineBuffer();
    format.append(line, origin, TIME, piece);
    return line.toString();
  }

  static LineBuffer buffer(String text) {
    return new LineBuffer().append(text);
  }
}
