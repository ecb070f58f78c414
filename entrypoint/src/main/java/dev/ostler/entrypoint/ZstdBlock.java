package dev.ostler.entrypoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decodes compressed blocks. Tables and repeated offsets are kept from one to the next. */
final class ZstdBlock {
  /** The most bytes that a block holds, packed or unpacked. */
  static final int MAX_SIZE = 1 << 17;

  private static final int[] LENGTH_BASE = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64,
    128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
  };
  private static final int[] LENGTH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16
  };
  private static final int[] MATCH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051,
    4099, 8195, 16387, 32771, 65539
  };
  private static final int[] MATCH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };

  private static final Kind LENGTHS =
      new Kind(
          ZstdStates.of(
              6,
              shares(
                  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2,
                  1, 1, 1, 1, 1, -1, -1, -1, -1)),
          9,
          LENGTH_BASE.length - 1);
  private static final Kind OFFSETS =
      new Kind(
          ZstdStates.of(
              5,
              shares(
                  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1,
                  -1, -1, -1)),
          8,
          31);
  private static final Kind MATCHES =
      new Kind(
          ZstdStates.of(
              6,
              shares(
                  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1,
                  -1)),
          9,
          MATCH_BASE.length - 1);

  /** What one of the three tables may be. */
  private record Kind(ZstdStates usual, int maxAccuracy, int maxSymbol) {}

  /** The tables of one block. */
  private record Tables(ZstdStates lengths, ZstdStates offsets, ZstdStates matches) {}

  private final byte[] literals = new byte[MAX_SIZE];
  private int literalCount;
  private @Nullable ZstdHuffman code;
  private @Nullable Tables last;
  private int recent = 1;
  private int second = 4;
  private int third = 8;

  private static short[] shares(int... shares) {
    short[] narrow = new short[shares.length];
    for (int i = 0; i < shares.length; i++) {
      narrow[i] = (short) shares[i];
    }
    return narrow;
  }

  /**
   * Decodes one block to the end of what came before it.
   *
   * @param block with at least {@link ZstdBits#PADDING} bytes behind its size
   * @param at where to write
   * @param reach how far back references may go, at the beginning of this block
   * @param limit how much the block may unpack to
   * @return how many bytes were written
   */
  int decode(byte[] block, int size, byte[] output, int at, int reach, int limit)
      throws IOException {
    int position = literals(block, size, limit);
    require(position < size);
    int first = Byte.toUnsignedInt(block[position++]);
    int sequences = first;
    if (first == 255) {
      sequences = ZstdBits.littleEndian(block, position, 2) + 0x7F00;
      position += 2;
    } else if (first >= 128) {
      sequences = ((first - 128) << 8) + Byte.toUnsignedInt(block[position++]);
    }
    if (sequences == 0) {
      require(position == size);
      System.arraycopy(literals, 0, output, at, literalCount);
      return literalCount;
    }
    ZstdBits stream = tables(block, position, size);
    return sequences(stream, sequences, output, at, at - reach, at + limit) - at;
  }

  private int literals(byte[] block, int size, int limit) throws IOException {
    require(size > 0);
    int type = block[0] & 3;
    int format = block[0] >> 2 & 3;
    if (type >= 2) {
      return packedLiterals(block, size, type == 3, format, limit);
    }
    int header = format == 1 ? 2 : format == 3 ? 3 : 1;
    int shift = header == 1 ? 3 : 4;
    literalCount = ZstdBits.littleEndian(block, 0, header) >> shift;
    int end = header + (type == 1 ? 1 : literalCount);
    require(literalCount <= limit && end <= size);
    if (type == 1) {
      Arrays.fill(literals, 0, literalCount, block[header]);
    } else {
      System.arraycopy(block, header, literals, 0, literalCount);
    }
    return end;
  }

  private int packedLiterals(byte[] block, int size, boolean sameCode, int format, int limit)
      throws IOException {
    int header = Math.max(3, format + 2);
    int width = header * 4 - 2;
    long sizes = Integer.toUnsignedLong(ZstdBits.littleEndian(block, 0, 4)) >> 4;
    sizes |= (long) Byte.toUnsignedInt(block[4]) << 28;
    literalCount = (int) (sizes & (1 << width) - 1);
    int end = header + (int) (sizes >> width & (1 << width) - 1);
    require(literalCount <= limit && end <= size);
    int position = header;
    if (!sameCode) {
      ZstdHuffman.Read read = ZstdHuffman.read(block, header, end);
      code = read.code();
      position = read.end();
    }
    ZstdHuffman known = code;
    if (known == null) {
      throw ZstdInputStream.damaged("literals without a code");
    }
    if (format == 0) {
      known.decode(block, position, end, literals, 0, literalCount);
    } else {
      fourStreams(known, block, position, end);
    }
    return end;
  }

  private void fourStreams(ZstdHuffman known, byte[] block, int position, int end)
      throws IOException {
    int share = (literalCount + 3) / 4;
    int start = position + 6;
    require(start <= end && share * 3 <= literalCount);
    for (int stream = 0; stream < 4; stream++) {
      int stop = stream == 3 ? end : start + ZstdBits.littleEndian(block, position + stream * 2, 2);
      require(stop <= end);
      int count = stream == 3 ? literalCount - share * 3 : share;
      known.decode(block, start, stop, literals, share * stream, count);
      start = stop;
    }
  }

  /** Reads the tables and returns the stream that follows them. */
  private ZstdBits tables(byte[] block, int from, int size) throws IOException {
    require(from < size);
    int modes = Byte.toUnsignedInt(block[from]);
    require((modes & 3) == 0);
    Tables before = last;
    ZstdStates.Read lengths =
        table(LENGTHS, modes >> 6, before == null ? null : before.lengths, block, from + 1, size);
    ZstdStates.Read offsets =
        table(
            OFFSETS,
            modes >> 4 & 3,
            before == null ? null : before.offsets,
            block,
            lengths.end(),
            size);
    ZstdStates.Read matches =
        table(
            MATCHES,
            modes >> 2 & 3,
            before == null ? null : before.matches,
            block,
            offsets.end(),
            size);
    last = new Tables(lengths.states(), offsets.states(), matches.states());
    return new ZstdBits(block, matches.end(), size);
  }

  private static ZstdStates.Read table(
      Kind kind, int mode, @Nullable ZstdStates before, byte[] block, int from, int size)
      throws IOException {
    return switch (mode) {
      case 0 -> new ZstdStates.Read(kind.usual, from);
      case 1 -> {
        require(from < size && Byte.toUnsignedInt(block[from]) <= kind.maxSymbol);
        yield new ZstdStates.Read(ZstdStates.always(block[from]), from + 1);
      }
      case 2 -> ZstdStates.read(block, from, size, kind.maxAccuracy, kind.maxSymbol);
      default -> {
        if (before == null) {
          throw ZstdInputStream.damaged("a table repeated before the first one");
        }
        yield new ZstdStates.Read(before, from);
      }
    };
  }

  /** Copies literals and earlier output in turns and returns where the written bytes end. */
  private int sequences(ZstdBits stream, int count, byte[] output, int from, int oldest, int limit)
      throws IOException {
    Tables tables = requireNonNull(last);
    int length = tables.lengths.start(stream);
    int offset = tables.offsets.start(stream);
    int match = tables.matches.start(stream);
    int used = 0;
    int at = from;
    for (int left = count; left > 0; left--) {
      int offsetCode = tables.offsets.symbol(offset);
      long offsetValue = (1L << offsetCode) + Integer.toUnsignedLong(stream.take(offsetCode));
      int matchCode = tables.matches.symbol(match);
      int matchLength = MATCH_BASE[matchCode] + stream.take(MATCH_BITS[matchCode]);
      int lengthCode = tables.lengths.symbol(length);
      int literalLength = LENGTH_BASE[lengthCode] + stream.take(LENGTH_BITS[lengthCode]);
      long distance = distance(offsetValue, literalLength == 0);
      require(used + literalLength <= literalCount);
      require((long) at + literalLength + matchLength <= limit);
      require(distance <= at + literalLength - oldest);
      System.arraycopy(literals, used, output, at, literalLength);
      used += literalLength;
      at += literalLength;
      repeat(output, at, (int) distance, matchLength);
      at += matchLength;
      if (left > 1) {
        length = tables.lengths.next(length, stream);
        match = tables.matches.next(match, stream);
        offset = tables.offsets.next(offset, stream);
      }
      require(stream.left() >= 0);
    }
    int rest = literalCount - used;
    require(stream.left() == 0 && at + rest <= limit);
    System.arraycopy(literals, used, output, at, rest);
    return at + rest;
  }

  /** Resolves and remembers an offset; the three smallest stand for remembered ones. */
  private long distance(long value, boolean noLiterals) throws IOException {
    int which = value > 3 ? 3 : (int) value - 1 + (noLiterals ? 1 : 0);
    long distance =
        switch (which) {
          case 0 -> recent;
          case 1 -> second;
          case 2 -> third;
          default -> value > 3 ? value - 3 : recent - 1;
        };
    require(distance > 0 && distance <= Integer.MAX_VALUE);
    if (which > 1) {
      third = second;
    }
    if (which > 0) {
      second = recent;
      recent = (int) distance;
    }
    return distance;
  }

  /** Source and destination may overlap: what was just copied is then copied again. */
  private static void repeat(byte[] output, int at, int distance, int count) {
    if (distance >= count) {
      System.arraycopy(output, at - distance, output, at, count);
    } else {
      for (int i = at; i < at + count; i++) {
        output[i] = output[i - distance];
      }
    }
  }

  private static void require(boolean sound) throws IOException {
    if (!sound) {
      throw ZstdInputStream.damaged("a block that does not add up");
    }
  }
}
