package dev.ostler.entrypoint;

import java.io.IOException;
import java.util.Arrays;

/** A table of the finite state entropy decoder: which symbol a state stands for, what follows. */
final class ZstdStates {
  private final int accuracy;
  private final byte[] symbols;
  private final byte[] bits;
  private final short[] next;

  private ZstdStates(int accuracy) {
    this.accuracy = accuracy;
    this.symbols = new byte[1 << accuracy];
    this.bits = new byte[1 << accuracy];
    this.next = new short[1 << accuracy];
  }

  /** The table of a distribution, in shares of two to the accuracy; -1 is less than one share. */
  static ZstdStates of(int accuracy, short... shares) {
    ZstdStates states = new ZstdStates(accuracy);
    states.fill(shares, shares.length);
    return states;
  }

  /** One symbol for ever. */
  static ZstdStates always(int symbol) {
    ZstdStates states = new ZstdStates(0);
    states.symbols[0] = (byte) symbol;
    return states;
  }

  private void fill(short[] shares, int count) {
    int size = symbols.length;
    int[] occurrences = new int[count];
    int rare = size;
    for (int symbol = 0; symbol < count; symbol++) {
      occurrences[symbol] = Math.abs(shares[symbol]);
      if (shares[symbol] < 0) {
        symbols[--rare] = (byte) symbol;
      }
    }
    int position = 0;
    for (int symbol = 0; symbol < count; symbol++) {
      for (int share = 0; share < shares[symbol]; share++) {
        symbols[position] = (byte) symbol;
        do {
          position = position + (size >> 1) + (size >> 3) + 3 & size - 1;
        } while (position >= rare);
      }
    }
    for (int state = 0; state < size; state++) {
      int occurrence = occurrences[Byte.toUnsignedInt(symbols[state])]++;
      int width = accuracy - (31 - Integer.numberOfLeadingZeros(occurrence));
      bits[state] = (byte) width;
      next[state] = (short) ((occurrence << width) - size);
    }
  }

  int start(ZstdBits stream) {
    return stream.take(accuracy);
  }

  int symbol(int state) {
    return Byte.toUnsignedInt(symbols[state]);
  }

  int next(int state, ZstdBits stream) {
    return next[state] + stream.take(bits[state]);
  }

  /** A table as it was read, and where the bytes go on. */
  record Read(ZstdStates states, int end) {}

  /**
   * Reads the description of a table.
   *
   * @param bytes with at least {@link ZstdBits#PADDING} bytes behind the last one
   */
  static Read read(byte[] bytes, int from, int to, int maxAccuracy, int maxSymbol)
      throws IOException {
    int accuracy = (bytes[from] & 15) + 5;
    if (from >= to || accuracy > maxAccuracy) {
      throw ZstdInputStream.damaged("a table of accuracy " + accuracy);
    }
    short[] shares = new short[maxSymbol + 1];
    int symbol = 0;
    int position = 4;
    int left = 1 << accuracy;
    while (left > 0) {
      // The less is left the fewer bits a share takes, and the smaller half takes one bit less.
      int width = 32 - Integer.numberOfLeadingZeros(left + 1);
      int value = forward(bytes, from, to, position, width);
      int low = value & ((1 << (width - 1)) - 1);
      int threshold = (1 << width) - 2 - left;
      if (low < threshold) {
        value = low;
        position--;
      } else if (value >= 1 << (width - 1)) {
        value -= threshold;
      }
      position += width;
      int share = value - 1;
      left -= Math.abs(share);
      require(symbol <= maxSymbol && left >= 0);
      shares[symbol++] = (short) share;
      for (int zeros = share == 0 ? 3 : 0; zeros == 3; ) {
        zeros = forward(bytes, from, to, position, 2);
        position += 2;
        symbol += zeros;
      }
      require(symbol <= maxSymbol + 1);
    }
    int end = from + (position + 7) / 8;
    require(end <= to);
    ZstdStates states = new ZstdStates(accuracy);
    states.fill(Arrays.copyOf(shares, symbol), symbol);
    return new Read(states, end);
  }

  private static int forward(byte[] bytes, int from, int to, int position, int width)
      throws IOException {
    require(from + position / 8 < to);
    int word = ZstdBits.littleEndian(bytes, from + position / 8, 4);
    return word >>> position % 8 & (1 << width) - 1;
  }

  private static void require(boolean sound) throws IOException {
    if (!sound) {
      throw ZstdInputStream.damaged("a table that does not add up");
    }
  }
}
