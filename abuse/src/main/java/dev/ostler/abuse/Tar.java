package dev.ostler.abuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Archives, those that no tool would write too.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">ustar</a>
 */
final class Tar {
  static final char FILE = '0';
  static final char HARD_LINK = '1';
  static final char SYMBOLIC_LINK = '2';
  static final char DEVICE = '3';
  static final char FOLDER = '5';

  private static final int BLOCK = 512;
  private static final int CHECKSUM_AT = 148;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Tar file(String name, String content) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    return member(name, FILE, "", data.length, data);
  }

  Tar link(String name, char type, String target) {
    return member(name, type, target, 0, new byte[0]);
  }

  /** One whose header may say another size than it has. */
  Tar member(String name, char type, String target, long size, byte[] data) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o ".formatted(size));
    put(header, 136, "%011o ".formatted(System.currentTimeMillis() / 1000));
    put(header, CHECKSUM_AT, "        ");
    header[156] = (byte) type;
    put(header, 157, target);
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xFF;
    }
    put(header, CHECKSUM_AT, "%06o\0 ".formatted(sum));
    bytes.writeBytes(header);
    bytes.writeBytes(Arrays.copyOf(data, (data.length + BLOCK - 1) / BLOCK * BLOCK));
    return this;
  }

  byte[] end() {
    bytes.writeBytes(new byte[2 * BLOCK]);
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(data, 0, header, at, data.length);
  }
}
