package dev.ostler.entrypoint;

import java.io.IOException;
import java.util.Arrays;

/** A prefix code for literals. */
final class ZstdHuffman {
  private static final int MAX_BITS = 11;
  private static final int MAX_WEIGHT_ACCURACY = 6;
  private static final int DIRECT = 127;

  private final int maxBits;
  private final byte[] symbols;
  private final byte[] bits;

  private ZstdHuffman(int maxBits) {
    this.maxBits = maxBits;
    this.symbols = new byte[1 << maxBits];
    this.bits = new byte[1 << maxBits];
  }

  /** A code as it was read, and where the bytes go on. */
  record Read(ZstdHuffman code, int end) {}

  static Read read(byte[] bytes, int from, int to) throws IOException {
    require(from < to);
    int header = Byte.toUnsignedInt(bytes[from]);
    int start = from + 1;
    int count = header - DIRECT;
    int end = start + (header > DIRECT ? (count + 1) / 2 : header);
    require(end <= to);
    byte[] weights = new byte[256];
    if (header > DIRECT) {
      for (int i = 0; i < count; i++) {
        weights[i] = (byte) (bytes[start + i / 2] >> (i % 2 == 0 ? 4 : 0) & 15);
      }
    } else {
      count = readPacked(bytes, start, end, weights);
    }
    return new Read(of(weights, count), end);
  }

  private static int readPacked(byte[] bytes, int from, int end, byte[] weights)
      throws IOException {
    ZstdStates.Read table = ZstdStates.read(bytes, from, end, MAX_WEIGHT_ACCURACY, MAX_BITS + 1);
    ZstdStates states = table.states();
    ZstdBits stream = new ZstdBits(bytes, table.end(), end);
    int one = states.start(stream);
    int other = states.start(stream);
    require(stream.left() >= 0);
    int count = 0;
    // Two states take turns; the stream ends where the next step would need more than there is.
    while (stream.left() >= 0) {
      require(count < 254);
      weights[count++] = (byte) states.symbol(one);
      int following = states.next(one, stream);
      one = other;
      other = following;
    }
    weights[count++] = (byte) states.symbol(one);
    return count;
  }

  /** The last symbol's weight is not written: it is what completes the code. */
  private static ZstdHuffman of(byte[] weights, int count) throws IOException {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      require(weights[i] <= MAX_BITS);
      sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
    }
    require(sum > 0);
    int maxBits = 32 - Integer.numberOfLeadingZeros(sum);
    int rest = (1 << maxBits) - sum;
    require(maxBits <= MAX_BITS && Integer.bitCount(rest) == 1);
    weights[count] = (byte) (Integer.numberOfTrailingZeros(rest) + 1);
    ZstdHuffman code = new ZstdHuffman(maxBits);
    int at = 0;
    for (int weight = 1; weight <= maxBits; weight++) {
      for (int symbol = 0; symbol <= count; symbol++) {
        if (weights[symbol] == weight) {
          int next = at + (1 << (weight - 1));
          Arrays.fill(code.symbols, at, next, (byte) symbol);
          Arrays.fill(code.bits, at, next, (byte) (maxBits + 1 - weight));
          at = next;
        }
      }
    }
    return code;
  }

  /** Decodes one stream, which must end exactly with the last symbol. */
  void decode(byte[] bytes, int from, int to, byte[] literals, int at, int count)
      throws IOException {
    ZstdBits stream = new ZstdBits(bytes, from, to);
    for (int i = at; i < at + count; i++) {
      int entry = stream.peek(maxBits);
      literals[i] = symbols[entry];
      stream.skip(bits[entry]);
    }
    require(stream.left() == 0);
  }

  private static void require(boolean sound) throws IOException {
    if (!sound) {
      throw ZstdInputStream.damaged("a literal code that does not add up");
    }
  }
}
