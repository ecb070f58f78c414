package dev.ostler.supervisor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at their end; used again and again. */
final class LineBuffer {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[512];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  void clear() {
    length = 0;
  }

  LineBuffer append(char ascii) {
    return appendByte(ascii);
  }

  LineBuffer appendByte(int unit) {
    reserve(1);
    bytes[length++] = (byte) unit;
    return this;
  }

  /** Eight bytes, the highest first. */
  LineBuffer appendLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, length, value);
    length += Long.BYTES;
    return this;
  }

  LineBuffer append(byte[] from, int start, int end) {
    reserve(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  LineBuffer append(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return append(encoded, 0, encoded.length);
  }

  LineBuffer append(Piece piece) {
    return append(piece.bytes(), piece.from(), piece.to());
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
