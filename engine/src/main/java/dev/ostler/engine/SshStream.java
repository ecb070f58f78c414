package dev.ostler.engine;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * One channel of an SSH connection.
 *
 * <p>Callers never run the library's code. An interrupt of a virtual thread that is writing to a
 * socket closes the socket, and here that is everybody's; and a write to a dead link cannot be
 * ended by closing one stream. So callers leave their bytes in a pipe, and a thread of the stream's
 * own passes them on. Incoming bytes are put into another pipe by the connection's reader.
 */
final class SshStream implements Duplex {
  /** An open that the host refused; the connection itself is well. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  private static final int OUTGOING = 128 * 1024;
  private static final int PIECE = 32 * 1024;

  /**
   * How much may wait to be read before the connection's reader waits. The library takes more from
   * the host for as long as the reader runs: it knows no back pressure for one channel alone.
   */
  private static final int INCOMING = 4 * 1024 * 1024;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final SshConnection connection;
  private final Channel channel;
  private final boolean mayBeGivenUp;
  private final Runnable whenEnded;
  private final SshPipe incoming = new SshPipe(INCOMING);
  private final SshPipe outgoing = new SshPipe(OUTGOING);
  private final SshComplaints complaints = new SshComplaints();
  private final CompletableFuture<SshStream> opened = new CompletableFuture<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile Duration perRead = Duration.ZERO;
  private volatile boolean closed;

  private SshStream(SshConnection connection, SshTarget target, Runnable whenEnded)
      throws JSchException {
    this.connection = connection;
    this.whenEnded = whenEnded;
    // All streams of the next host are in such a one; which of them is at fault is found there.
    this.mayBeGivenUp = !(target instanceof SshTarget.Tcp);
    this.channel = target.channel(connection.session(), complaints);
    channel.setOutputStream(new Received());
  }

  /** Opens one, on a thread of its own. */
  static SshStream open(
      SshConnection connection, SshTarget target, Deadline deadline, Runnable whenEnded)
      throws IOException {
    SshStream stream;
    try {
      stream = new SshStream(connection, target, whenEnded);
    } catch (JSchException e) {
      throw connection.broken();
    }
    connection.add(stream);
    Thread.ofVirtual().name("ssh stream to " + connection.name()).start(() -> stream.run(deadline));
    return stream.awaitOpened(deadline);
  }

  private SshStream awaitOpened(Deadline deadline) throws IOException {
    try (var _ = connection.urgent()) {
      return opened.get(Deadline.millis(deadline.left()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close();
      throw new SocketTimeoutException("the host gave no answer");
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      String message = String.valueOf(cause.getMessage());
      throw switch (cause) {
        case RefusedException _ -> new RefusedException(message);
        case SocketTimeoutException _ -> new SocketTimeoutException(message);
        default -> new IOException(message, cause);
      };
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void run(Deadline deadline) {
    try {
      OutputStream sending = connect(deadline);
      opened.complete(this);
      send(sending);
    } catch (IOException e) {
      IOException told = connection.isAlive() ? e : connection.broken();
      opened.completeExceptionally(told);
      outgoing.fail(told);
    } finally {
      awaitDone();
      channel.disconnect();
      connection.remove(this);
      if (opened.state() == Future.State.SUCCESS) {
        whenEnded.run();
      }
    }
  }

  private OutputStream connect(Deadline deadline) throws IOException {
    try {
      OutputStream sending = channel.getOutputStream();
      channel.connect(Deadline.millis(deadline.left()));
      if (channel.isConnected() || channel.isClosed()) {
        return sending;
      }
      // The library swallows some failures of a channel's open.
      throw new JSchException("channel is not opened.");
    } catch (JSchException | RuntimeException e) {
      done.countDown();
      throw notOpened(e, deadline);
    }
  }

  private IOException notOpened(Exception e, Deadline deadline) {
    if (!connection.isAlive()) {
      return connection.broken();
    }
    // RFC 4254 §5.1: the library keeps the reason of a refusal where the exit status will be. It
    // tells a refused program, which has none, from one that gave no answer by the time only.
    if (channel.getExitStatus() > 0 || deadline.left().compareTo(LOOK_AGAIN) > 0) {
      return new RefusedException("the host refused it: " + e.getMessage());
    }
    SocketTimeoutException late = new SocketTimeoutException("the host gave no answer");
    late.initCause(e);
    return late;
  }

  private void send(OutputStream sending) throws IOException {
    byte[] piece = new byte[PIECE];
    int count;
    while ((count = outgoing.read(piece, 0, piece.length, Duration.ZERO)) > 0) {
      // The library drops what is written after the other side has closed the channel.
      if (channel.isClosed()) {
        throw connection.isAlive()
            ? new IOException("the engine has closed the stream")
            : connection.broken();
      }
      sending.write(piece, 0, count);
      sending.flush();
    }
    sending.close();
  }

  private void awaitDone() {
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new AssertionError("internal error: nobody interrupts a stream's thread", e);
    }
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
    if (closed) {
      throw closedHere();
    }
    outgoing.end();
  }

  @Override
  public void readDeadline(Duration limit) {
    perRead = limit;
  }

  @Override
  public void close() {
    closed = true;
    incoming.abandon(closedHere());
    outgoing.abandon(closedHere());
    done.countDown();
  }

  private static IOException closedHere() {
    return new IOException("the stream is closed");
  }

  /** The connection beneath has ended. */
  void broken(IOException reason) {
    incoming.fail(reason);
    outgoing.fail(reason);
    opened.completeExceptionally(reason);
    done.countDown();
  }

  /** What a program has written to its standard error, and how it ended, once it has. */
  String story(Deadline deadline) {
    // The status comes after the end of the output, and the library tells nobody that it came.
    while (!channel.isClosed() && !deadline.isOver()) {
      LockSupport.parkNanos(1_000_000);
    }
    String said = complaints.text();
    int status = channel.getExitStatus();
    String end = status < 0 ? "gave no answer" : "ended with status " + status;
    return said.isEmpty() ? end : end + ": " + said;
  }

  /** What the connection's reader delivers to. */
  private final class Received extends OutputStream {
    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (closed || incoming.available() + length < INCOMING) {
        incoming.push(bytes, offset, length);
        return;
      }
      // Held before the bytes are seen: whoever sees them and dials finds another connection.
      try (SshConnection.Hold hold = connection.hold()) {
        incoming.push(bytes, offset, length);
        awaitRoom(hold);
      }
    }

    /**
     * Lets nothing more come in until what came was read. Streams that nobody waits for bear that
     * without end; if somebody waits, this one is given up, or two could wait for each other.
     */
    private void awaitRoom(SshConnection.Hold hold) {
      try {
        while (!closed && connection.isAlive() && !incoming.awaitRoom(LOOK_AGAIN)) {
          if (mayBeGivenUp && hold.isTooLong()) {
            fail(
                "was read too slowly: %d MiB waited while others waited for them"
                    .formatted(INCOMING >> 20));
            return;
          }
        }
      } catch (IOException e) {
        // Closed in the meantime, by its user or with the connection.
        return;
      }
    }

    private void fail(String why) {
      IOException reason = new IOException("the stream " + why);
      incoming.fail(reason);
      outgoing.fail(reason);
      done.countDown();
    }

    /** The end of what the other side sends, or of the channel or all. */
    @Override
    public void close() {
      if (!channel.isClosed()) {
        incoming.end();
      } else if (!closed) {
        incoming.fail(
            connection.isAlive()
                ? new IOException("the host has closed the stream")
                : connection.broken());
      }
    }
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
      Duration limit = perRead;
      // Who has no limit may wait for an event for days: that is not urgent.
      try (var _ = limit.isZero() ? null : connection.urgent()) {
        return incoming.read(bytes, offset, length, limit);
      }
    }

    @Override
    public int available() {
      return incoming.available();
    }

    @Override
    public void close() {
      SshStream.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      try (var _ = connection.urgent()) {
        outgoing.write(bytes, offset, length);
      }
    }

    @Override
    public void close() {
      SshStream.this.close();
    }
  }
}
