package dev.ostler.linux;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/*
 * Arguments, variables and names are bytes to the kernel. They are shown as UTF-8; a byte that is
 * not UTF-8 becomes the lone surrogate U+DC00 + byte, and goes back to the same byte, so whatever
 * we were given reaches the child unchanged (the same mapping as Python's surrogateescape).
 */
/** Strings that survive the way from the kernel and back to it byte for byte. */
final class CStrings {
  private static final int ESCAPE = 0xDC00;

  private CStrings() {}

  static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return decodeEscaping(bytes);
    }
  }

  private static String decodeEscaping(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int length = sequenceLength(bytes, at);
      if (length == 0) {
        text.append((char) (ESCAPE + (bytes[at] & 0xFF)));
        at++;
      } else {
        text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
        at += length;
      }
    }
    return text.toString();
  }

  /** The length of the valid UTF-8 sequence that starts here, 0 if there is none. */
  private static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0 || at + length > bytes.length) {
      return 0;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      return length;
    } catch (CharacterCodingException malformed) {
      return 0;
    }
  }

  /**
   * The bytes of a string, without a terminator.
   *
   * @throws IllegalArgumentException if it contains NUL, which no argument, variable or path can
   */
  static byte[] encode(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("cannot pass a string with a NUL byte to the kernel");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return encodeUnescaping(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encodeUnescaping(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (point > ESCAPE && point <= ESCAPE + 0xFF) {
        bytes.write(point - ESCAPE);
      } else {
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** The address of a NUL-terminated copy. */
  static long allocate(Arena arena, String text) {
    byte[] bytes = encode(text);
    MemorySegment memory = arena.allocate(bytes.length + 1L);
    Libc.buffer(memory).put(bytes).put((byte) 0);
    return memory.address();
  }

  /** The address of a NULL-terminated vector of strings, as execve takes it. */
  static long allocateVector(Arena arena, List<String> strings) {
    MemorySegment vector = arena.allocate(8L * (strings.size() + 1), 8);
    ByteBuffer pointers = Libc.buffer(vector);
    for (String string : strings) {
      pointers.putLong(allocate(arena, string));
    }
    pointers.putLong(0);
    return vector.address();
  }
}
