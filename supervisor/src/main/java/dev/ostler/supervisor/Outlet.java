package dev.ostler.supervisor;

import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * One of our own standard streams, which somebody may read slowly or not at all. What it does not
 * take waits; when too much waits, the oldest lines are dropped, and their number is written in
 * their place. So it is with what a disk refuses, for as long as it does.
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
  private final Consumer<IOException> refusals;
  private final RecordQueue waiting = new RecordQueue(MOST_WAITING);
  private byte[] batch = {};
  private int written;
  private long noticed; // how many lines the batch stands for, if it is a notice
  private long lost;
  private int untold;
  private int atOnce = AT_ONCE;
  private boolean halfLine; // was written last
  private boolean refused;
  private boolean closed;

  /** To be told once why nothing is taken, and again should it have been taken in between. */
  Outlet(Stream stream, LongFunction<byte[]> lossNotice, Consumer<IOException> refusals) {
    this.stream = stream;
    this.lossNotice = lossNotice;
    this.refusals = refusals;
  }

  /** Others write to the same pipe: our lines must not mix with theirs. */
  void share() {
    atOnce = AT_ONCE_SHARED;
  }

  /** Returns how many lines are lost by it, or were since the last one. */
  int add(LineBuffer line) {
    if (closed) {
      return 1;
    }
    lose(waiting.add(line.bytes(), 0, line.length()));
    int told = untold;
    untold = 0;
    return told;
  }

  private void lose(int lines) {
    lost += lines;
    untold += lines;
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
      refused = false;
    } catch (IOException e) {
      giveUp(e);
    }
    return true;
  }

  /** Says whether there is anything to write. */
  private boolean fill() {
    if (written == batch.length) {
      halfLine &= written == 0;
      noticed = lost;
      batch = lost > 0 ? notice() : waiting.take(atOnce);
      lost = 0;
      written = 0;
    }
    return batch.length > 0;
  }

  private byte[] notice() {
    byte[] notice = lossNotice.apply(lost);
    return halfLine
        ? new LineBuffer().append('\n').append(notice, 0, notice.length).toBytes()
        : notice;
  }

  private void giveUp(IOException reason) {
    halfLine = written == 0 ? halfLine : batch[written - 1] != '\n';
    if (noticed > 0) {
      lost += noticed;
    } else {
      lose(linesLeft());
    }
    lose(waiting.clear());
    batch = new byte[0];
    written = 0;
    closed = !passes(reason);
    if (closed || !refused) {
      refused = true;
      refusals.accept(reason);
    }
  }

  private int linesLeft() {
    int lines = 0;
    for (int i = written; i < batch.length; i++) {
      lines += batch[i] == '\n' ? 1 : 0;
    }
    return Math.max(1, lines); // of a long one it may be a part in the middle
  }

  /** Whether more may be taken later, as by a disk that is full. */
  static boolean passes(IOException refusal) {
    return refusal instanceof LinuxException system
        && system.errno() != Errno.EPIPE
        && system.errno() != Errno.ECONNRESET
        && system.errno() != Errno.ENOTCONN;
  }

  /** Bytes that wait. */
  int waiting() {
    return closed ? 0 : waiting.size() + batch.length - written;
  }
}
