package dev.ostler.supervisor;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One of our own standard streams, which somebody may read slowly or not at all. What it does not
 * take waits; when too much waits, the oldest lines are dropped, and their number is written in
 * their place.
 */
final class Outlet {
  /** Takes bytes as far as it can without blocking. */
  interface Stream {
    /** Returns how many were taken; 0 if there is no room, of which {@link #pump} is told later. */
    int write(byte[] bytes, int from, int to) throws IOException;
  }

  /** Beyond it the oldest lines make room. */
  static final int MOST_WAITING = 1024 * 1024;

  static final int AT_ONCE = 32 * 1024;

  /** A pipe takes so much whole or not at all (PIPE_BUF). */
  static final int AT_ONCE_SHARED = 4 * 1024;

  private final Stream stream;
  private final LongFunction<byte[]> lossNotice;
  private final Consumer<IOException> nobodyReads;
  private final RecordQueue waiting = new RecordQueue(MOST_WAITING);
  private byte[] batch = {};
  private int written;
  private long lost;
  private int atOnce = AT_ONCE;
  private boolean closed;

  Outlet(Stream stream, LongFunction<byte[]> lossNotice, Consumer<IOException> nobodyReads) {
    this.stream = stream;
    this.lossNotice = lossNotice;
    this.nobodyReads = nobodyReads;
  }

  /** Others write to the same pipe: our lines must not mix with theirs. */
  void share() {
    atOnce = AT_ONCE_SHARED;
  }

  /** Returns how many lines are lost by it. */
  int add(LineBuffer line) {
    if (closed) {
      return 1;
    }
    int dropped = waiting.add(line.bytes(), 0, line.length());
    lost += dropped;
    return dropped;
  }

  /** Writes until all is written or there is no room; says whether all is. */
  boolean pump() {
    try {
      while (!closed && fill()) {
        int taken = stream.write(batch, written, batch.length);
        written += taken;
        if (taken == 0) {
          return false;
        }
      }
    } catch (IOException e) {
      closed = true;
      waiting.clear();
      nobodyReads.accept(e);
    }
    return true;
  }

  /** Says whether there is anything to write. */
  private boolean fill() {
    if (written == batch.length) {
      batch = lost > 0 ? lossNotice.apply(lost) : waiting.take(atOnce);
      lost = 0;
      written = 0;
    }
    return batch.length > 0;
  }

  /** Bytes that wait. */
  int waiting() {
    return closed ? 0 : waiting.size() + batch.length - written;
  }
}
