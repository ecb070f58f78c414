package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * A connected unix or TCP socket. A blocking read of a unix socket's channel cannot have a limit in
 * Java, so the channel does not block, and readers and writers wait for it at a selector, each at
 * their own because a selector serves one waiting thread.
 */
final class ChannelDuplex implements Duplex {
  private final SocketChannel channel;
  private final Readiness readable;
  private final Readiness writable;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile Duration perRead = Duration.ZERO;

  /** Takes over a connected channel that does not block. */
  ChannelDuplex(SocketChannel channel) {
    this.channel = channel;
    this.readable = new Readiness(channel, SelectionKey.OP_READ);
    this.writable = new Readiness(channel, SelectionKey.OP_WRITE);
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void finishOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void readDeadline(Duration limit) {
    perRead = limit;
  }

  @Override
  public void close() {
    // The channel first, so that who is woken by a selector's end finds it closed.
    Closing.quietly(channel);
    readable.close();
    writable.close();
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      int read = channel.read(buffer);
      if (read == 0) {
        Duration limit = perRead;
        Deadline deadline = Deadline.in(limit);
        while ((read = channel.read(buffer)) == 0) {
          if (!limit.isZero() && deadline.isOver()) {
            throw new SocketTimeoutException("nothing came within " + limit.toMillis() + " ms");
          }
          readable.await(limit.isZero() ? 0 : Deadline.millis(deadline.left()));
        }
      }
      return read;
    }

    @Override
    public void close() {
      ChannelDuplex.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) == 0) {
          writable.await(0);
        }
      }
    }

    @Override
    public void close() {
      ChannelDuplex.this.close();
    }
  }

  /** Waits until the channel can be read or written. Most writes never wait, hence lazily. */
  static final class Readiness implements AutoCloseable {
    private final SocketChannel channel;
    private final int operation;
    private final Object opening = new Object();
    private volatile Selector selector;
    private boolean closed;

    @SuppressWarnings("NullAway.Init") // opened when first waited
    Readiness(SocketChannel channel, int operation) {
      this.channel = channel;
      this.operation = operation;
    }

    /**
     * Waits.
     *
     * @param millis how long at most; zero for no limit
     */
    void await(int millis) throws IOException {
      try {
        Selector opened = opened();
        opened.select(millis);
        opened.selectedKeys().clear();
      } catch (ClosedSelectorException closedMeanwhile) {
        // The next read or write of the channel says so.
        return;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while waiting for the engine");
      }
    }

    private Selector opened() throws IOException {
      Selector known = selector;
      if (known != null) {
        return known;
      }
      synchronized (opening) {
        if (closed) {
          throw new ClosedSelectorException();
        }
        Selector opened = Selector.open();
        channel.register(opened, operation);
        selector = opened;
        return opened;
      }
    }

    @Override
    public void close() {
      synchronized (opening) {
        closed = true;
      }
      Selector known = selector;
      if (known != null) {
        Closing.quietly(known);
      }
    }
  }
}
