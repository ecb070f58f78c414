package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Peer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose other side is the test, or another connection of the same {@link
 * FakeEntrypoint}.
 */
public final class FakeConnection implements Connection {
  private final FakeEntrypoint entrypoint;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private Optional<Peer> peer = Optional.empty();
  private @Nullable FakeConnection other;
  private boolean opened;
  private boolean slow;
  private boolean inputEnded;
  private boolean finishing;
  private boolean closed;

  FakeConnection(FakeEntrypoint entrypoint) {
    this.entrypoint = entrypoint;
  }

  void open(Optional<Peer> who, Optional<ListenHandler> listener) {
    if (!closed) {
      opened = true;
      peer = who;
      entrypoint.report(new ConnectionEvent.Opened(this, listener));
      takeWaiting();
    }
  }

  void join(FakeConnection otherEnd) {
    other = otherEnd;
  }

  /**
   * Lets something arrive.
   *
   * @param text as UTF-8
   */
  public void receive(String text) {
    receive(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Lets something arrive.
   *
   * @param bytes at least one
   */
  public void receive(byte[] bytes) {
    if (!closed && !finishing && !inputEnded) {
      entrypoint.report(new ConnectionEvent.Received(this, bytes));
    }
  }

  /** Lets the other side say that it will write no more. */
  public void endInput() {
    if (!closed && !inputEnded) {
      inputEnded = true;
      if (finishing) {
        endIfFinished();
      } else {
        entrypoint.report(new ConnectionEvent.InputEnded(this));
      }
    }
  }

  /** Lets the other side close. */
  public void hangUp() {
    end(Optional.empty());
  }

  /**
   * Lets the connection fail.
   *
   * @param reason why
   */
  public void fail(LinuxException reason) {
    end(Optional.of(reason));
  }

  /**
   * Lets the other side read, or not.
   *
   * @param value true if what is written from now on has to wait; false if all that waits is taken
   */
  public void setSlow(boolean value) {
    slow = value;
    takeWaiting();
  }

  /**
   * Returns what the other side has got so far.
   *
   * @return as UTF-8
   */
  public String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /**
   * Says whether it is over.
   *
   * @return whether it was closed by either side
   */
  public boolean isClosed() {
    return closed;
  }

  private void takeWaiting() {
    if (slow || !opened || waiting.size() == 0) {
      return;
    }
    deliver(waiting.toByteArray());
    waiting.reset();
    if (!finishing) {
      entrypoint.report(new ConnectionEvent.Drained(this));
    }
    endIfFinished();
  }

  private void deliver(byte[] bytes) {
    written.writeBytes(bytes);
    if (other != null) {
      other.receive(bytes);
    }
  }

  @Override
  public Optional<Peer> peer() {
    return peer;
  }

  @Override
  public boolean write(byte[] bytes) {
    if (closed || finishing || bytes.length > LARGEST_QUEUE - waiting.size()) {
      return false;
    }
    if (slow || !opened) {
      waiting.writeBytes(bytes);
    } else if (bytes.length > 0) {
      deliver(bytes);
    }
    return true;
  }

  @Override
  public int waiting() {
    return waiting.size();
  }

  @Override
  public void finish() {
    if (!closed && !finishing) {
      finishing = true;
      endIfFinished();
    }
  }

  /** The other side is told the end, and closes at once. */
  private void endIfFinished() {
    if (finishing && opened && waiting.size() == 0) {
      end(Optional.empty());
    }
  }

  private void end(Optional<LinuxException> reason) {
    if (!closed) {
      release();
      entrypoint.report(new ConnectionEvent.Ended(this, reason));
    }
  }

  private void release() {
    closed = true;
    waiting.reset();
    if (other != null) {
      other.hangUp();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      release();
    }
    entrypoint.forget(event -> event instanceof ConnectionEvent ours && equals(ours.connection()));
  }
}
