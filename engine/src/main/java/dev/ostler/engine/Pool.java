package dev.ostler.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The open connections to one engine: idle ones for reuse, busy ones to be ended by a close. */
final class Pool implements AutoCloseable {
  private final int mostIdle;
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private final Set<HttpConnection> busy = new HashSet<>();
  private boolean closed;

  Pool(int mostIdle) {
    this.mostIdle = mostIdle;
  }

  /** The connection that was used last: it is the least likely to have been hung up on. */
  synchronized Optional<HttpConnection> take() {
    Optional<HttpConnection> taken = Optional.ofNullable(idle.pollFirst());
    taken.ifPresent(busy::add);
    return taken;
  }

  /** Adds a new connection that is in use; closes it at once if the pool is closed. */
  synchronized void add(HttpConnection connection) {
    if (closed) {
      connection.close();
    } else {
      busy.add(connection);
    }
  }

  synchronized void giveBack(HttpConnection connection, boolean reusable) {
    busy.remove(connection);
    if (reusable && !closed && idle.size() < mostIdle) {
      idle.addFirst(connection);
    } else {
      connection.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(HttpConnection::close);
    busy.forEach(HttpConnection::close);
    idle.clear();
    busy.clear();
  }
}
