package dev.ostler.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes plain files into a ustar archive: all that the rows need, in the form that all contenders
 * read.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax, ustar</a>
 */
final class Tar implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  private final OutputStream out;

  Tar(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes an archive of equally large files, of which one, {@link #changing}, tells the
   * generation.
   *
   * @param count how many files, at least 1
   * @param bytes size of each
   */
  static void writeGeneration(Path archive, int count, int bytes, int generation)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        OutputStream buffer = new BufferedOutputStream(file, 1 << 16);
        Tar tar = new Tar(buffer)) {
      for (int i = 0; i < count; i++) {
        String text = "file " + i + " generation " + (i == count / 2 ? generation : 0);
        tar.add(name(i), padded(text, bytes));
      }
    }
  }

  /** The name of the one file that differs from generation to generation. */
  static String changing(int count) {
    return name(count / 2);
  }

  /**
   * Adds a file with mode 0644.
   *
   * @param name at most 100 characters of US-ASCII
   */
  void add(String name, byte[] content) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, octal(11, content.length));
    put(header, 136, octal(11, 0));
    put(header, CHECKSUM, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\0" + "00");
    put(header, CHECKSUM, octal(6, sum(header)) + "\0");
    out.write(header);
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }

  private static String name(int file) {
    return String.format(Locale.ROOT, "f%05d.conf", file);
  }

  private static byte[] padded(String text, int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) '\n');
    byte[] start = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, content, 0, start.length);
    return content;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String octal(int digits, int value) {
    String text = Integer.toOctalString(value);
    return "0".repeat(digits - text.length()) + text;
  }

  private static int sum(byte[] header) {
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    return sum;
  }
}
