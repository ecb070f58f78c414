package dev.ostler.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/*
 * Not blocking, with a selector, since a blocking channel knows no deadline. Whoever closes it from
 * another thread wakes the selector.
 */
/** A connection to a supervisor: lines out, lines in, each with a deadline. */
final class LineChannel implements AutoCloseable {
  /** Far more than a supervisor has to tell in one line; it keeps a stranger from filling us. */
  private static final int LONGEST_LINE = 64 << 20;

  private static final int CHUNK = 64 << 10;

  private final Path socket;
  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);

  private LineChannel(Path socket, SocketChannel channel, Selector selector) {
    this.socket = socket;
    this.channel = channel;
    this.selector = selector;
  }

  static LineChannel connect(Path socket, Deadline deadline) throws ControlException {
    try {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
      while (true) {
        Optional<LineChannel> connected = attempt(socket, address);
        if (connected.isPresent()) {
          return connected.get();
        }
        if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
          throw noAnswer(socket, "it takes no more connections");
        }
        Deadline.pause();
      }
    } catch (IllegalArgumentException | IOException e) {
      throw unreachable(socket, e);
    }
  }

  /** Empty if too many others wait to be accepted. */
  private static Optional<LineChannel> attempt(Path socket, UnixDomainSocketAddress address)
      throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      if (!channel.connect(address)) {
        channel.close();
        return Optional.empty();
      }
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return Optional.of(new LineChannel(socket, channel, selector));
    } catch (IOException e) {
      channel.close();
      if (String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ControlException unreachable(Path socket, Exception e) {
    if (e instanceof ControlException ours) {
      return ours;
    }
    String message = String.valueOf(e.getMessage());
    boolean tooLong = message.equals("Unix domain path too long");
    boolean nobody = !tooLong && (e instanceof ConnectException || Files.notExists(socket));
    String why =
        nobody
            ? "nobody listens there; is `ostler run FILE` with `control` running?"
            : message.equals("Permission denied")
                ? message + "; be root or Ostler's own user, or let a group in by `control`"
                : tooLong ? "a socket's path has at most 107 bytes; give a shorter one" : message;
    return new ControlException(
        ErrorCode.UNREACHABLE, "cannot talk to Ostler at " + socket + ": " + why);
  }

  private static ControlException noAnswer(Path socket, String why) {
    return new ControlException(
        ErrorCode.NO_ANSWER, "cannot get an answer of Ostler at " + socket + ": " + why);
  }

  void send(String line, Deadline deadline) throws ControlException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          await(SelectionKey.OP_WRITE, deadline);
        }
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Waits for the next line; without its end.
   *
   * @throws ControlException if it does not come in time, or the connection ends before
   */
  byte[] readLine(Deadline deadline) throws ControlException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      while (!takeLine(line)) {
        if (line.size() > LONGEST_LINE) {
          throw new IOException("it sent a line longer than " + LONGEST_LINE + " bytes");
        }
        fill(deadline);
      }
    } catch (IOException e) {
      throw broken(e);
    }
    return line.toByteArray();
  }

  /** Takes what has come, up to the end of a line; whether that was there. */
  private boolean takeLine(ByteArrayOutputStream line) {
    int from = chunk.position();
    int at = from;
    while (at < chunk.limit() && chunk.get(at) != '\n') {
      at++;
    }
    line.write(chunk.array(), from, at - from);
    boolean ended = at < chunk.limit();
    chunk.position(ended ? at + 1 : at);
    return ended;
  }

  private void fill(Deadline deadline) throws IOException {
    chunk.clear();
    try {
      int count = channel.read(chunk);
      while (count == 0) {
        await(SelectionKey.OP_READ, deadline);
        count = channel.read(chunk);
      }
      if (count < 0) {
        throw new IOException("it closed the connection");
      }
    } finally {
      chunk.flip();
    }
  }

  private void await(int interest, Deadline deadline) throws IOException {
    try {
      for (SelectionKey key : selector.keys()) {
        key.interestOps(interest);
      }
      selector.selectedKeys().clear();
      if (selector.select(deadline.millisLeft()) == 0 && deadline.hasPassed()) {
        throw noAnswer(socket, "none came within " + deadline.text());
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("interrupted");
      }
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  private ControlException broken(IOException e) {
    return e instanceof ControlException ours
        ? ours
        : noAnswer(
            socket,
            e instanceof ClosedChannelException ? "closed" : String.valueOf(e.getMessage()));
  }

  Path socket() {
    return socket;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
      selector.close();
    } catch (IOException e) {
      // There is nothing left to lose.
    }
  }
}
