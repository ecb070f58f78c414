package dev.ostler.entrypoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Finds out by the first bytes how a stream is packed, and unpacks it. */
final class Unpacking {
  private static final int MAGIC = 6;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};

  private Unpacking() {}

  /** A stream of the content; closing is left to the owner of the packed stream. */
  static InputStream of(InputStream packed) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(packed, 1 << 16);
    buffered.mark(MAGIC);
    byte[] start = buffered.readNBytes(MAGIC);
    buffered.reset();
    if (startsWith(start, GZIP)) {
      return GzipCompressorInputStream.builder()
          .setInputStream(buffered)
          .setDecompressConcatenated(true)
          .get();
    }
    if (startsWith(start, ZSTD)) {
      return new ZstdInputStream(buffered);
    }
    if (startsWith(start, XZ) || startsWith(start, BZIP2)) {
      throw new IOException("it is packed with xz or bzip2; pack it with gzip or zstd");
    }
    return buffered;
  }

  private static boolean startsWith(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }
}
