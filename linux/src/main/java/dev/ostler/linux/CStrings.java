package dev.ostler.linux;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/*
 * Arguments, variables and names are bytes to the kernel. They are shown as UTF-8; a byte that is
 * not UTF-8 becomes the lone surrogate U+DC00 + byte, and goes back to the same byte, so whatever
 * we were given reaches the child unchanged (the same mapping as Python's surrogateescape).
 */
/** Strings that survive the way from the kernel and back to it byte for byte. */
final class CStrings {
  private static final int ESCAPE = 0xDC00;
  private static final int FIRST_ESCAPED = ESCAPE + 0x80; // smaller bytes are ASCII, always valid
  private static final int LAST_ESCAPED = ESCAPE + 0xFF;

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
   * @throws IllegalArgumentException if it contains NUL, which no argument, variable or path can,
   *     or half a character that does not stand for a byte
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
      if (point >= FIRST_ESCAPED && point <= LAST_ESCAPED) {
        bytes.write(point - ESCAPE);
      } else if (point <= Character.MAX_VALUE && Character.isSurrogate((char) point)) {
        throw new IllegalArgumentException(
            "cannot pass half a character, U+" + hexadecimal(point) + ", to the kernel");
      } else {
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String hexadecimal(int point) {
    return Ascii.upperCase(Integer.toHexString(point));
  }

  /**
   * The bytes of a path. Its string is spoilt where the locale does not know a byte; its URI has
   * them all.
   */
  static byte[] encode(Path path) {
    String text = path.toString();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return unescaped(path.toUri().getRawPath());
      }
    }
    return encode(text);
  }

  private static byte[] unescaped(String uriPath) {
    // The URI of a directory ends with a slash, which would follow a symbolic link.
    int length = uriPath.endsWith("/") ? uriPath.length() - 1 : uriPath.length();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    for (int at = 0; at < length; at++) {
      char letter = uriPath.charAt(at);
      if (letter == '%') {
        bytes.write(Integer.parseInt(uriPath, at + 1, at + 3, 16));
        at += 2;
      } else {
        bytes.write(letter);
      }
    }
    return bytes.toByteArray();
  }

  /** The address of a NUL-terminated copy. */
  static long allocate(Arena arena, Path path) {
    return allocate(arena, encode(path));
  }

  /** The address of a NUL-terminated copy. */
  static long allocate(Arena arena, String text) {
    return allocate(arena, encode(text));
  }

  private static long allocate(Arena arena, byte[] bytes) {
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
