package dev.ostler.configuration;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes into text, strictly. */
final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /** The text without a byte order mark, or null if that is no text; then it has been said why. */
  static @Nullable String decode(Source source, byte[] bytes, Problems problems) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      problems.add(
          source,
          end(text),
          ValuePath.of(),
          "found the byte 0x" + hex(bytes[in.position()]) + ", expected text in UTF-8");
      return null;
    }
    return printable(source, withoutMark(text), problems);
  }

  /** The text itself, or null if it holds a control character; then it has been said where. */
  static @Nullable String printable(Source source, String text, Problems problems) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text, i)) {
        problems.add(
            source,
            end(text.substring(0, i)),
            ValuePath.of(),
            "found the character U+"
                + hex((byte) (text.charAt(i) >> 8))
                + hex((byte) text.charAt(i))
                + ", expected printable text");
        return null;
      }
    }
    return text;
  }

  /** What YAML allows, one UTF-16 unit at a time; the pairs above U+FFFF all are. */
  private static boolean isPrintable(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return (c >= 0x20 && c <= 0x7E)
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= 0xA0 && c <= 0xFFFD && c != BYTE_ORDER_MARK);
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** The place after a text, counting lines as YAML does. */
  static Position end(String text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
        line++;
        column = 1;
      } else if (c != '\r' && !Character.isLowSurrogate(c)) {
        column++;
      }
    }
    return new Position(line, column);
  }

  private static String hex(byte value) {
    int unsigned = value & 0xFF;
    String digits = Integer.toHexString(unsigned).toUpperCase(java.util.Locale.ROOT);
    return unsigned < 0x10 ? "0" + digits : digits;
  }
}
