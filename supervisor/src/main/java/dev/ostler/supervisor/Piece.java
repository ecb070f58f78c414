package dev.ostler.supervisor;

/**
 * A line, or a piece of one that is too long, within bytes that are only valid during the call.
 *
 * @param bytes holds it
 * @param from where it begins
 * @param to where it ends, before the newline
 * @param continued whether an earlier piece of the same line came before
 * @param goesOn whether another piece of the same line follows
 */
@SuppressWarnings("ArrayRecordComponent") // a window into a buffer, neither kept nor compared
record Piece(byte[] bytes, int from, int to, boolean continued, boolean goesOn) {
  static Piece whole(byte[] bytes) {
    return new Piece(bytes, 0, bytes.length, false, false);
  }

  int length() {
    return to - from;
  }

  /** Programs of other systems end their lines with CR LF. */
  int lengthWithoutReturn() {
    boolean returns = !goesOn && to > from && bytes[to - 1] == '\r';
    return length() - (returns ? 1 : 0);
  }
}
