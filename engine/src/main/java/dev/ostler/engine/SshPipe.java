package dev.ostler.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from one thread to another. Holds as much memory as it holds bytes, not as
 * much as it may hold.
 */
final class SshPipe {
  private static final int SMALL = 16 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int limit;

  private byte[] ring = new byte[0];
  private int first;
  private int length;
  private boolean ended;
  private @Nullable IOException failure;

  /**
   * @param limit how many bytes may wait before a writer does
   */
  SshPipe(int limit) {
    this.limit = limit;
  }

  /** Adds bytes, in pieces as there is room; returns when all are in. */
  void write(byte[] bytes, int from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      awaitRoom(Duration.ZERO);
      int piece = Math.min(count - done, limit);
      push(bytes, from + done, piece);
      done += piece;
    }
  }

  /**
   * Waits until fewer bytes than the limit wait.
   *
   * @param within how long at most; zero for ever
   * @return whether there is room
   * @throws IOException if the pipe has ended or failed
   */
  boolean awaitRoom(Duration within) throws IOException {
    lock.lock();
    try {
      return await(() -> ended || failure != null || length < limit, within) && isOpen();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes wait to be read. */
  int available() {
    lock.lock();
    try {
      return length;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen() throws IOException {
    if (failure != null) {
      throw again(failure);
    }
    if (ended) {
      throw new IOException("nothing can be written any more: the output was finished");
    }
    return true;
  }

  /** Adds bytes whether there is room or not. */
  void push(byte[] bytes, int from, int count) {
    lock.lock();
    try {
      if (ended || failure != null) {
        return;
      }
      makeRoom(count);
      int end = (first + length) % ring.length;
      int straight = Math.min(count, ring.length - end);
      System.arraycopy(bytes, from, ring, end, straight);
      System.arraycopy(bytes, from + straight, ring, 0, count - straight);
      length += count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(int count) {
    if (length + count <= ring.length) {
      return;
    }
    byte[] larger =
        new byte[Math.max(SMALL, Integer.highestOneBit(Math.max(1, length + count - 1)) * 2)];
    copyTo(larger, 0, length);
    ring = larger;
    first = 0;
  }

  private void copyTo(byte[] target, int at, int count) {
    int straight = Math.min(count, ring.length - first);
    System.arraycopy(ring, first, target, at, straight);
    System.arraycopy(ring, 0, target, at + straight, count - straight);
  }

  /**
   * Takes at least one byte.
   *
   * @param within how long to wait for the first; zero for ever
   * @return how many; -1 at the end
   * @throws SocketTimeoutException if none came in that time
   * @throws IOException if the pipe has failed and all that came before was taken
   */
  int read(byte[] into, int at, int most, Duration within) throws IOException {
    if (most == 0) {
      return 0;
    }
    lock.lock();
    try {
      if (!await(() -> length > 0 || ended || failure != null, within)) {
        throw new SocketTimeoutException(
            "nothing was received within " + within.toMillis() + " ms");
      }
      if (length > 0) {
        return pull(into, at, Math.min(most, length));
      }
      if (failure != null) {
        throw again(failure);
      }
      return -1;
    } finally {
      lock.unlock();
    }
  }

  private int pull(byte[] into, int at, int count) {
    copyTo(into, at, count);
    first = (first + count) % ring.length;
    length -= count;
    if (length == 0) {
      first = 0;
      // What a burst needed is not kept for the rest of a long stream.
      ring = ring.length > SMALL ? new byte[0] : ring;
    }
    changed.signalAll();
    return count;
  }

  /** The stack that a caller sees must be his own, not the one that first saw the failure. */
  private static IOException again(IOException failure) {
    return new IOException(failure.getMessage(), failure);
  }

  private boolean await(BooleanSupplier enough, Duration within) throws InterruptedIOException {
    long left = within.isZero() ? Long.MAX_VALUE : within.toNanos();
    try {
      while (!enough.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a stream over SSH");
    }
  }

  /** Nothing more will be written; what waits can still be read. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nothing more can be written; what waits can still be read, and the failure is read after it.
   */
  void fail(IOException reason) {
    lock.lock();
    try {
      if (failure == null && !ended) {
        failure = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it at once for both sides; what waits is dropped. */
  void abandon(IOException reason) {
    lock.lock();
    try {
      failure = reason;
      length = 0;
      ring = new byte[0];
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
