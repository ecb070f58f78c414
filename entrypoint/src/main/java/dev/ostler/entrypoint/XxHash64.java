package dev.ostler.entrypoint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum of Zstandard frames.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash</a>
 */
final class XxHash64 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private final long[] lanes = {0x60EA27EEADC0B5D6L, P2, 0, -P1}; // P1 + P2, P2, 0, -P1
  private final byte[] rest = new byte[STRIPE];
  private int pending;
  private long total;

  void update(byte[] bytes, int from, int count) {
    total += count;
    int at = from;
    int end = from + count;
    while (at < end) {
      if (pending == 0 && end - at >= STRIPE) {
        stripe(bytes, at);
        at += STRIPE;
      } else {
        rest[pending++] = bytes[at++];
        if (pending == STRIPE) {
          stripe(rest, 0);
          pending = 0;
        }
      }
    }
  }

  private void stripe(byte[] bytes, int at) {
    for (int lane = 0; lane < 4; lane++) {
      lanes[lane] = round(lanes[lane], (long) LONGS.get(bytes, at + lane * 8));
    }
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  long digest() {
    long hash = total < STRIPE ? P5 : mergedLanes();
    hash += total;
    int at = 0;
    for (; at + 8 <= pending; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(rest, at)), 27) * P1 + P4;
    }
    if (at + 4 <= pending) {
      long word = Integer.toUnsignedLong(ZstdBits.littleEndian(rest, at, 4));
      hash = Long.rotateLeft(hash ^ word * P1, 23) * P2 + P3;
      at += 4;
    }
    for (; at < pending; at++) {
      hash = Long.rotateLeft(hash ^ Byte.toUnsignedLong(rest[at]) * P5, 11) * P1;
    }
    hash = (hash ^ hash >>> 33) * P2;
    hash = (hash ^ hash >>> 29) * P3;
    return hash ^ hash >>> 32;
  }

  private long mergedLanes() {
    long hash =
        Long.rotateLeft(lanes[0], 1)
            + Long.rotateLeft(lanes[1], 7)
            + Long.rotateLeft(lanes[2], 12)
            + Long.rotateLeft(lanes[3], 18);
    for (long lane : lanes) {
      hash = (hash ^ round(0, lane)) * P1 + P4;
    }
    return hash;
  }
}
