package dev.ostler.entrypoint;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bits that are read from the last one to the first, as Zstandard writes them. */
final class ZstdBits {
  /** Bytes that may be looked at behind the last one of an array that is read. */
  static final int PADDING = 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int first;
  private int left;

  /**
   * Begins behind the marker, the highest bit that is set in the last byte.
   *
   * @param bytes with at least {@link #PADDING} bytes behind the last one
   */
  ZstdBits(byte[] bytes, int from, int to) throws IOException {
    if (from >= to || bytes[to - 1] == 0) {
      throw ZstdInputStream.damaged("a bit stream without an end");
    }
    this.bytes = bytes;
    this.first = from;
    int unused = Integer.numberOfLeadingZeros(Byte.toUnsignedInt(bytes[to - 1])) - 24 + 1;
    this.left = (to - from) * 8 - unused;
  }

  /** How many bits there still are; negative if more have been read, which were zeros. */
  int left() {
    return left;
  }

  /** Takes up to 32 bits. */
  int take(int count) {
    left -= count;
    return at(left, count);
  }

  /** Looks at up to 32 bits and leaves them. */
  int peek(int count) {
    return at(left - count, count);
  }

  void skip(int count) {
    left -= count;
  }

  private int at(int position, int count) {
    if (position >= 0) {
      long word = (long) LONGS.get(bytes, first + (position >> 3));
      return (int) (word >>> (position & 7) & (1L << count) - 1);
    }
    int there = position + count;
    return there <= 0 ? 0 : at(0, there) << -position;
  }

  static int littleEndian(byte[] bytes, int from, int count) {
    int value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedInt(bytes[from + i]);
    }
    return value;
  }
}
