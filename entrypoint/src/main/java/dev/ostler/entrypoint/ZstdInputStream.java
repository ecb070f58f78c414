package dev.ostler.entrypoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Unpacks Zstandard frames. Written here because no Java library does it in memory that Java
 * checks: the known ones call C or go through {@code sun.misc.Unsafe}, and a damaged archive must
 * not be able to do more than fail.
 *
 * <p>Without dictionaries and with windows of up to 8 MiB, which is what every level up to 19 asks
 * for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8878">RFC 8878</a>
 */
final class ZstdInputStream extends InputStream {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
  private static final long MAX_WINDOW = 8 << 20;

  private final InputStream packed;
  private final byte[] block = new byte[ZstdBlock.MAX_SIZE + ZstdBits.PADDING];
  private boolean inFrame;
  private boolean checksummed;
  private long announced;
  private long unpacked;
  private int window;
  private ZstdBlock decoder = new ZstdBlock();
  private XxHash64 checksum = new XxHash64();

  /** What has been unpacked and may be referred to; what is between the two is not yet read. */
  private byte[] history = new byte[0];

  private int given;
  private int end;

  ZstdInputStream(InputStream packed) {
    this.packed = packed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (given == end) {
      if (inFrame) {
        nextBlock();
      } else if (!nextFrame()) {
        return -1;
      }
    }
    int count = Math.min(length, end - given);
    System.arraycopy(history, given, buffer, from, count);
    given += count;
    return count;
  }

  private boolean nextFrame() throws IOException {
    byte[] start = packed.readNBytes(4);
    if (start.length == 0) {
      return false;
    }
    int magic = start.length < 4 ? 0 : ZstdBits.littleEndian(start, 0, 4);
    if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
      packed.skipNBytes(Integer.toUnsignedLong((int) number(4)));
      return true;
    }
    if (magic != MAGIC) {
      throw damaged("something other than a frame follows");
    }
    frameHeader();
    return true;
  }

  private void frameHeader() throws IOException {
    int descriptor = (int) number(1);
    boolean single = (descriptor & 0x20) != 0;
    if ((descriptor & 0x08) != 0) {
      throw damaged("reserved bit in a frame header");
    }
    long size = single ? 0 : windowSize((int) number(1));
    if (number(new int[] {0, 1, 2, 4}[descriptor & 3]) != 0) {
      throw new IOException("it is packed with a zstd dictionary; pack it without");
    }
    announced = contentSize(descriptor >> 6, single);
    long needed = single ? announced : size;
    if (needed < 0 || needed > MAX_WINDOW) {
      throw new IOException(
          "it is packed with a zstd window of more than 8 MiB; pack it without --long and --ultra");
    }
    window = (int) needed;
    checksummed = (descriptor & 4) != 0;
    unpacked = 0;
    decoder = new ZstdBlock();
    checksum = new XxHash64();
    inFrame = true;
    given = 0;
    end = 0;
  }

  private static long windowSize(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private long contentSize(int flag, boolean single) throws IOException {
    return switch (flag) {
      case 0 -> single ? number(1) : -1;
      case 1 -> number(2) + 256;
      case 2 -> number(4);
      default -> number(8);
    };
  }

  private void nextBlock() throws IOException {
    int header = (int) number(3);
    int size = header >> 3;
    makeRoom();
    int before = end;
    int limit = Math.min(ZstdBlock.MAX_SIZE, Math.max(window, 1));
    int type = header >> 1 & 3;
    if (type == 3 || size > limit) {
      throw damaged("a block of type " + type + " with " + size + " bytes");
    }
    switch (type) {
      case 0 -> end += read(history, end, size, "block");
      case 1 -> {
        Arrays.fill(history, end, end + size, (byte) number(1));
        end += size;
      }
      default -> {
        read(block, 0, size, "block");
        end += decoder.decode(block, size, history, end, Math.min(window, end), limit);
      }
    }
    unpacked += end - before;
    checksum.update(history, before, end - before);
    if ((header & 1) != 0) {
      endFrame();
    }
  }

  /** Makes room for one more block behind as much history as blocks may refer to. */
  private void makeRoom() {
    int wanted = window + 2 * ZstdBlock.MAX_SIZE;
    if (history.length < wanted) {
      history = Arrays.copyOf(history, wanted);
    }
    if (end + ZstdBlock.MAX_SIZE > history.length) {
      System.arraycopy(history, end - window, history, 0, window);
      end = window;
      given = window;
    }
  }

  private void endFrame() throws IOException {
    inFrame = false;
    if (announced >= 0 && announced != unpacked) {
      throw damaged("a frame of %d bytes holds %d".formatted(announced, unpacked));
    }
    if (checksummed && number(4) != (checksum.digest() & 0xFFFF_FFFFL)) {
      throw damaged("wrong checksum");
    }
  }

  /** The next bytes as a little-endian number. */
  private long number(int bytes) throws IOException {
    byte[] number = new byte[bytes];
    read(number, 0, bytes, "header");
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(number[i]);
    }
    return value;
  }

  private int read(byte[] buffer, int from, int length, String what) throws IOException {
    if (packed.readNBytes(buffer, from, length) < length) {
      throw new EOFException("it is cut off in the middle of a zstd " + what);
    }
    return length;
  }

  static IOException damaged(String how) {
    return new IOException("its zstd data is damaged: " + how);
  }
}
