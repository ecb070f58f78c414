package dev.ostler.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.StreamSourceConduit;

/*
 * The proxy's client understands a head of several frames if it comes in one piece, and forgets
 * then that trailers end their stream; of a head that comes in two it takes the first for all. So
 * it never sees more than one frame of a head. It takes frames that are long enough for that.
 */
/**
 * Frames of HTTP/2 from an app, in which each head and all trailers are one frame.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-6.10">RFC 9113, 6.10</a>
 */
final class JoinedHeads extends SiftedSource {
  /** As long as frames may be; heads must be shorter. */
  static final int LARGEST_FRAME = 32 * 1024;

  private static final int FRAME_HEAD = 9;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_LENGTH = 5;

  /** Of a frame whose beginning has passed. */
  private int payloadLeft;

  JoinedHeads(StreamSourceConduit next) {
    super(next);
  }

  @Override
  boolean passesAll() {
    return false;
  }

  @Override
  void pass(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (payloadLeft == 0) {
        if (bytes.remaining() < FRAME_HEAD || isPart(bytes)) {
          return;
        }
        payloadLeft = FRAME_HEAD + length(bytes, bytes.position());
      }
      int count = Math.min(payloadLeft, bytes.remaining());
      payloadLeft -= count;
      bytes.position(bytes.position() + count);
    }
  }

  /** Whether a head begins of which more frames come. */
  private static boolean isPart(ByteBuffer bytes) {
    int at = bytes.position();
    return type(bytes, at) == HEADERS && (flags(bytes, at) & END_HEADERS) == 0;
  }

  @Override
  boolean change(ByteBuffer bytes, ByteArrayOutputStream changed) throws IOException {
    if (bytes.remaining() < FRAME_HEAD || !isPart(bytes)) {
      return bytes.remaining() >= FRAME_HEAD;
    }
    int begin = bytes.position();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    int at = begin;
    for (boolean ends = false; !ends; at += FRAME_HEAD + length(bytes, at)) {
      int left = bytes.limit() - at;
      if (left < FRAME_HEAD || left < FRAME_HEAD + length(bytes, at)) {
        return false;
      }
      if (at != begin) {
        requireRest(bytes, begin, at);
      }
      addFragment(bytes, at, block);
      ends = (flags(bytes, at) & END_HEADERS) != 0;
    }
    writeWhole(bytes, begin, block, changed);
    bytes.position(at);
    return true;
  }

  private static void requireRest(ByteBuffer bytes, int begin, int at) throws IOException {
    if (type(bytes, at) != CONTINUATION || bytes.getInt(at + 5) != bytes.getInt(begin + 5)) {
      throw new IOException("there is another frame in the middle of a head");
    }
  }

  private static void addFragment(ByteBuffer bytes, int at, ByteArrayOutputStream block)
      throws IOException {
    int from = at + FRAME_HEAD;
    int end = from + length(bytes, at);
    if (type(bytes, at) == HEADERS) {
      int flags = flags(bytes, at);
      int padding = (flags & PADDED) != 0 && from < end ? bytes.get(from) & 0xff : 0;
      from += ((flags & PADDED) == 0 ? 0 : 1) + ((flags & PRIORITY) == 0 ? 0 : PRIORITY_LENGTH);
      end -= padding;
    }
    if (from > end) {
      throw new IOException("a head has more padding than there is room for");
    }
    byte[] fragment = new byte[end - from];
    bytes.get(from, fragment);
    block.writeBytes(fragment);
  }

  private static void writeWhole(
      ByteBuffer bytes, int begin, ByteArrayOutputStream block, ByteArrayOutputStream changed) {
    int flags = (flags(bytes, begin) & ~(PADDED | PRIORITY)) | END_HEADERS;
    ByteBuffer head =
        ByteBuffer.allocate(FRAME_HEAD)
            .putInt((block.size() << 8) | HEADERS)
            .put((byte) flags)
            .putInt(bytes.getInt(begin + 5));
    changed.writeBytes(head.array());
    changed.writeBytes(block.toByteArray());
  }

  private static int length(ByteBuffer bytes, int at) {
    return bytes.getInt(at) >>> 8;
  }

  private static int type(ByteBuffer bytes, int at) {
    return bytes.get(at + 3) & 0xff;
  }

  private static int flags(ByteBuffer bytes, int at) {
    return bytes.get(at + 4) & 0xff;
  }
}
