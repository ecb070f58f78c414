package dev.ostler.engine;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a connection whose other side takes nothing of an upload for too long. Sockets limit how
 * long a read waits, and not how long a write does.
 */
final class StallGuard implements AutoCloseable {
  private final HttpConnection connection;
  private final Duration limit;
  private final Thread watcher;
  private volatile boolean over;
  private volatile boolean stalled;

  StallGuard(HttpConnection connection, Duration limit) {
    this.connection = connection;
    this.limit = limit;
    this.watcher = Thread.ofVirtual().name("watch an upload").start(this::watch);
  }

  private void watch() {
    while (!over) {
      long waits = connection.output().waitsSince();
      long left = limit.toNanos() - (waits == 0 ? 0 : System.nanoTime() - waits);
      if (left <= 0) {
        stalled = true;
        connection.close();
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  boolean hasStalled() {
    return stalled;
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(watcher);
  }

  /** Tells since when a write waits. A source that is slow is no engine that takes nothing. */
  static final class Watched extends FilterOutputStream {
    private volatile long since;

    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      // Zero says "no write", which the clock could show once in centuries.
      since = System.nanoTime() | 1;
      try {
        out.write(bytes, offset, length);
      } finally {
        since = 0;
      }
    }

    /** A reading of the clock; 0 if no write waits. */
    long waitsSince() {
      return since;
    }
  }
}
