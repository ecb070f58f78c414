package dev.ostler.entrypoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * The unpacked bytes of an archive, watched for what the tar reader does not look at: how much it
 * is, how much of it is headers, and whether it ends with an end marker.
 */
final class MeteredInput extends InputStream {
  /** The smallest end marker; tar writes two such blocks. */
  private static final int BLOCK = 512;

  /** The tar reader keeps names and PAX records in memory, and recurses once per extra header. */
  private static final long MAX_HEADER = 1 << 20;

  private final InputStream input;
  private final LongSupplier packed;
  private final ArchiveLimits limits;
  private long total;
  private long zeros;
  private long questionMarks;
  private long headerEnd = Long.MAX_VALUE;

  MeteredInput(InputStream input, LongSupplier packed, ArchiveLimits limits) {
    this.input = input;
    this.packed = packed;
    this.limits = limits;
  }

  /** From here on the reader looks for the next member. */
  void headerBegins() {
    zeros = 0;
    questionMarks = 0;
    headerEnd = total + MAX_HEADER;
  }

  /** From here on the reader reads a member's content. */
  void headerEnds() {
    headerEnd = Long.MAX_VALUE;
  }

  /** How many question marks have been read since the header began. */
  long questionMarks() {
    return questionMarks;
  }

  /** The reader has seen the last member: nothing but zeros may follow, at least one block. */
  void requireEnd() throws IOException {
    long firstZero = total - zeros;
    long firstBlock = (firstZero + BLOCK - 1) / BLOCK * BLOCK;
    if (total - firstBlock < BLOCK) {
      throw new IOException("it is cut off: its end marker is missing");
    }
    headerEnds();
    byte[] rest = new byte[8192];
    for (int count = read(rest); count >= 0; count = read(rest)) {
      if (zeros < count) {
        throw new IOException("something other than padding follows its end marker");
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int count = input.read(buffer, from, length);
    if (count > 0) {
      total += count;
      int trailing = trailingZeros(buffer, from, count);
      zeros = trailing == count ? zeros + count : trailing;
      questionMarks += headerEnd == Long.MAX_VALUE ? 0 : questionMarks(buffer, from, count);
      requireModest();
    }
    return count;
  }

  private static int trailingZeros(byte[] buffer, int from, int count) {
    int first = from + count;
    while (first > from && buffer[first - 1] == 0) {
      first--;
    }
    return from + count - first;
  }

  private static int questionMarks(byte[] buffer, int from, int count) {
    int marks = 0;
    for (int i = from; i < from + count; i++) {
      marks += buffer[i] == '?' ? 1 : 0;
    }
    return marks;
  }

  private void requireModest() throws IOException {
    if (total > limits.maxTotalBytes()) {
      throw new IOException("it unpacks to more than " + limits.maxTotalBytes() + " bytes");
    }
    if (total > headerEnd) {
      throw new IOException("one of its headers is larger than " + MAX_HEADER + " bytes");
    }
    if (total > ArchiveLimits.RATIO_FLOOR && total / limits.maxRatio() > packed.getAsLong()) {
      throw new IOException(
          "it unpacks to more than " + limits.maxRatio() + " times its packed size");
    }
  }
}
