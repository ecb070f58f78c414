package dev.ostler.entrypoint;

import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Peer;
import dev.ostler.linux.StreamSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/*
 * Reads at most once per look: what was read is an event that is taken before the next look, so a
 * busy sender neither fills the memory nor holds up the others.
 *
 * Input comes before output: somebody who sends a request and goes is heard, though nothing can be
 * written to them any more. A write that fails is told as the end only after the input was read.
 */
/** A connection of this machine's. */
final class StreamConnection implements Connection {
  private enum Phase {
    CONNECTING,
    OPEN,
    /** All was written and the other side knows; it is to close first. */
    LINGERING,
    CLOSED
  }

  private static final Duration LINGERING_TIME = Duration.ofSeconds(1);
  private static final int MOST_LAST_READS = 16;

  private final StreamSocket socket;
  private final Streams streams;
  private final Loop loop;
  private final Runnable whenClosed;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private Phase phase = Phase.CONNECTING;
  private Optional<Peer> peer = Optional.empty();
  private Runnable stopLingering = () -> {};
  private int taken; // of the queue's first
  private int waiting;
  private boolean finishing;
  private boolean inputEnded;
  private boolean outputFailed;

  StreamConnection(StreamSocket socket, Streams streams, Runnable whenClosed) {
    this.socket = socket;
    this.streams = streams;
    this.loop = streams.loop();
    this.whenClosed = whenClosed;
  }

  /** Begins for one that is being connected. */
  void connecting() {
    expect();
    loop.soon(this::ready); // a unix socket is connected, or refused, already
  }

  /** Begins for one that was accepted or is connected now. */
  void opened(Optional<ListenHandler> listener) {
    phase = Phase.OPEN;
    peer = socket.peer();
    loop.report(new ConnectionEvent.Opened(this, listener));
  }

  void ready() {
    try {
      switch (phase) {
        case CONNECTING -> finishConnecting();
        case OPEN, LINGERING -> {
          receive();
          sendWaiting();
        }
        case CLOSED -> {}
      }
    } catch (LinuxException e) {
      end(phase == Phase.LINGERING ? Optional.empty() : Optional.of(e));
    }
  }

  private void finishConnecting() throws LinuxException {
    if (!socket.finishConnect()) {
      return;
    }
    opened(Optional.empty());
    if (waiting == 0) {
      expect();
      finishIfAsked();
    } else {
      sendWaiting();
    }
  }

  private void receive() throws LinuxException {
    if (inputEnded) {
      if (socket.isHungUp()) {
        end(Optional.empty());
      }
      return;
    }
    if (read() < 0) {
      endInput();
    }
  }

  private int read() throws LinuxException {
    byte[] buffer = streams.buffer();
    int length = socket.read(buffer);
    if (length > 0 && !finishing) {
      loop.report(new ConnectionEvent.Received(this, Arrays.copyOf(buffer, length)));
    }
    return length;
  }

  private void endInput() {
    inputEnded = true;
    if (phase == Phase.LINGERING || socket.isHungUp()) {
      end(Optional.empty());
      return;
    }
    expect();
    if (!finishing) {
      loop.report(new ConnectionEvent.InputEnded(this));
    }
  }

  private void sendWaiting() {
    if (phase != Phase.OPEN || waiting == 0) {
      return;
    }
    send();
    if (waiting == 0 && !outputFailed) {
      if (!finishing) {
        loop.report(new ConnectionEvent.Drained(this));
      }
      finishIfAsked();
    }
  }

  private void send() {
    try {
      boolean room = true;
      while (room && waiting > 0) {
        room = sendFirst();
      }
    } catch (LinuxException e) {
      failOutput(e);
    }
    expect();
  }

  private boolean sendFirst() throws LinuxException {
    byte[] first = queue.element();
    int length = socket.write(first, taken, first.length);
    waiting -= length;
    taken += length;
    if (taken == first.length) {
      queue.remove();
      taken = 0;
    }
    return length > 0;
  }

  private void failOutput(LinuxException reason) {
    outputFailed = true;
    forgetOutput();
    loop.soon(() -> endAfterInput(reason));
  }

  private void forgetOutput() {
    queue.clear();
    waiting = 0;
    taken = 0;
  }

  private void endAfterInput(LinuxException reason) {
    try {
      int reads = 0;
      while (phase == Phase.OPEN && !inputEnded && reads < MOST_LAST_READS && read() > 0) {
        reads++;
      }
    } catch (LinuxException alsoLost) {
      // The first reason is told.
    }
    end(Optional.of(reason));
  }

  /** Tells the kernel what to wait for. */
  private void expect() {
    loop.change(socket, !inputEnded, phase == Phase.CONNECTING || waiting > 0);
  }

  @Override
  public Optional<Peer> peer() {
    return peer;
  }

  @Override
  public boolean write(byte[] bytes) {
    if (!canWrite() || bytes.length > LARGEST_QUEUE - waiting) {
      return false;
    }
    if (bytes.length > 0) {
      queue.add(bytes);
      waiting += bytes.length;
      if (phase == Phase.OPEN && queue.size() == 1) {
        send();
      }
    }
    return !outputFailed;
  }

  private boolean canWrite() {
    return (phase == Phase.CONNECTING || phase == Phase.OPEN) && !finishing && !outputFailed;
  }

  @Override
  public int waiting() {
    return waiting;
  }

  @Override
  public void finish() {
    if (canWrite()) {
      finishing = true;
      if (phase == Phase.OPEN && waiting == 0) {
        finishIfAsked();
      }
    }
  }

  private void finishIfAsked() {
    if (!finishing) {
      return;
    }
    if (inputEnded) {
      end(Optional.empty());
    } else {
      socket.shutDownOutput();
      phase = Phase.LINGERING;
      stopLingering = loop.later(LINGERING_TIME, () -> end(Optional.empty()));
    }
  }

  private void end(Optional<LinuxException> reason) {
    if (phase != Phase.CLOSED) {
      release();
      loop.report(new ConnectionEvent.Ended(this, reason));
    }
  }

  private void release() {
    phase = Phase.CLOSED;
    stopLingering.run();
    forgetOutput();
    loop.unwatch(socket);
    socket.close();
    streams.closed(this);
    whenClosed.run();
  }

  @Override
  public void close() {
    if (phase != Phase.CLOSED) {
      release();
    }
    loop.forget(event -> event instanceof ConnectionEvent ours && ours.connection() == this);
  }

  @Override
  public String toString() {
    return "connection of " + socket;
  }
}
