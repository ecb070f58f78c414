package dev.ostler.engine;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value in the distinguished encoding rules, as far as keys need them: tags of one byte.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690</a>
 */
final class Der {
  static final int OCTETS = 4;
  static final int SEQUENCE = 0x30;

  private static final int LONG = 0x80;

  /** Longer than any key; each byte of the length is worth 8 bits. */
  private static final int MOST_LENGTH_BYTES = 3;

  /** Its kind, 0 to 255. */
  final int tag;

  /** Without the tag and the length. */
  final byte[] content;

  private Der(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
  }

  /** Reads values that follow each other. */
  static List<Der> parse(byte[] bytes) throws GeneralSecurityException {
    List<Der> values = new ArrayList<>();
    int at = 0;
    while (at + 1 < bytes.length) {
      int tag = bytes[at] & 0xFF;
      int length = bytes[at + 1] & 0xFF;
      at += 2;
      if (length >= LONG) {
        int count = length - LONG;
        if (count > MOST_LENGTH_BYTES || at + count > bytes.length) {
          throw broken();
        }
        length = 0;
        for (int i = 0; i < count; i++) {
          length = (length << 8) | (bytes[at + i] & 0xFF);
        }
        at += count;
      }
      if (length > bytes.length - at) {
        throw broken();
      }
      values.add(new Der(tag, Arrays.copyOfRange(bytes, at, at + length)));
      at += length;
    }
    if (at != bytes.length) {
      throw broken();
    }
    return values;
  }

  private static GeneralSecurityException broken() {
    return new GeneralSecurityException("the key is cut off, or no key at all");
  }

  /** Writes a value of parts, its length in as few bytes as there can be. */
  static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    writeLength(content.size(), all);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  private static void writeLength(int length, ByteArrayOutputStream to) {
    if (length < LONG) {
      to.write(length);
      return;
    }
    int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    to.write(LONG + count);
    for (int i = count - 1; i >= 0; i--) {
      to.write(length >> (8 * i));
    }
  }
}
