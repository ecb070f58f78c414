package dev.ostler.supervisor;

/*
 * From bytes to bytes, since most of what programs write is ASCII already. What is not UTF-8 is
 * replaced as Java's decoder does it: each longest beginning of a character, or else each byte, by
 * one U+FFFD.
 */
/** What belongs between the quotes of a JSON string. */
final class JsonText {
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final String HEX = "0123456789abcdef";
  private static final int DELETE = 0x7F;

  private JsonText() {}

  static void append(LineBuffer to, Piece piece) {
    byte[] bytes = piece.bytes();
    int end = piece.from() + piece.lengthWithoutReturn();
    int plain = piece.from();
    int at = plain;
    while (at < end) {
      int unit = bytes[at];
      if (unit >= ' ' && unit != '"' && unit != '\\' && unit != DELETE) {
        at++;
      } else {
        to.append(bytes, plain, at);
        at = unit < 0 ? appendCharacter(to, bytes, at, end) : appendEscaped(to, unit, at);
        plain = at;
      }
    }
    to.append(bytes, plain, end);
  }

  private static int appendEscaped(LineBuffer to, int unit, int at) {
    switch (unit) {
      case '"' -> to.append("\\\"");
      case '\\' -> to.append("\\\\");
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> to.append("\\u00").append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 0xF));
    }
    return at + 1;
  }

  private static int appendCharacter(LineBuffer to, byte[] bytes, int at, int end) {
    int length = lengthOf(bytes[at] & 0xFF);
    int next = at + 1;
    while (next < end && next < at + length && continues(bytes, at, next)) {
      next++;
    }
    if (length > 1 && next == at + length && !isSurrogate(bytes, at)) {
      to.append(bytes, at, next);
    } else {
      to.append(REPLACEMENT, 0, REPLACEMENT.length);
    }
    return next;
  }

  /** How long a character is that begins so; 1 if none does. */
  private static int lengthOf(int first) {
    if (first >= 0xC2 && first <= 0xDF) {
      return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 1;
  }

  /** Halves of a character of UTF-16 are none of UTF-8. */
  private static boolean isSurrogate(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) == 0xED && (bytes[at + 1] & 0xFF) >= 0xA0;
  }

  /** Overlong forms and what is beyond Unicode show in the second byte. */
  private static boolean continues(byte[] bytes, int start, int at) {
    int unit = bytes[at] & 0xFF;
    int lowest = 0x80;
    int highest = 0xBF;
    if (at == start + 1) {
      switch (bytes[start] & 0xFF) {
        case 0xE0 -> lowest = 0xA0;
        case 0xF0 -> lowest = 0x90;
        case 0xF4 -> highest = 0x8F;
        default -> {} // any continuation
      }
    }
    return unit >= lowest && unit <= highest;
  }
}
