package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jdk.net.ExtendedSocketOptions;

/**
 * A bad network: passes TCP connections on, late, slowly, not at all or only so far. Its settings
 * can be changed while connections are open.
 */
public final class Relay implements AutoCloseable {
  private static final int PIECE = 16 * 1024;

  /** As much as a long fat line holds, so that latency does not limit the throughput. */
  private static final int PIECES_ON_THE_WAY = 4096;

  private final ServerSocket listening;
  private final SocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong carried = new AtomicLong();
  private volatile Duration oneWay = Duration.ZERO;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile long cutAfter = Long.MAX_VALUE;
  private volatile boolean swallowing;

  private Relay(SocketAddress target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * Starts one.
   *
   * @param port of 127.0.0.1 to pass connections on to
   * @return the relay; the caller closes it
   */
  public static Relay to(int port) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Starts one.
   *
   * @param target where to pass connections on to
   * @return the relay; the caller closes it
   */
  public static Relay to(SocketAddress target) {
    try {
      return new Relay(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns where it listens.
   *
   * @return a port of 127.0.0.1
   */
  public int port() {
    return listening.getLocalPort();
  }

  /**
   * Delays what comes from now on; half of the time in each direction.
   *
   * @param roundTrip zero for none
   * @return this
   */
  public Relay withRoundTrip(Duration roundTrip) {
    oneWay = roundTrip.dividedBy(2);
    return this;
  }

  /**
   * Limits each connection and direction.
   *
   * @param perSecond bytes, positive
   * @return this
   */
  public Relay withBandwidth(long perSecond) {
    bytesPerSecond = perSecond;
    return this;
  }

  /**
   * Cuts all connections once so many more bytes were carried, both directions counted.
   *
   * @param bytes from now on
   */
  public void cutAfter(long bytes) {
    cutAfter = carried.get() + bytes;
  }

  /** Cuts all connections now; new ones are taken. */
  public void cut() {
    cutAfter = Long.MAX_VALUE;
    for (Socket socket : open) {
      reset(socket);
    }
  }

  /**
   * Loses all that comes, as a line does from which a plug was pulled.
   *
   * @param swallow whether it does so from now on
   */
  public void swallow(boolean swallow) {
    swallowing = swallow;
  }

  /**
   * Counts what was carried.
   *
   * @return bytes of both directions since its start
   */
  public long carried() {
    return carried.get();
  }

  /**
   * Counts connections.
   *
   * @return how many were taken since its start
   */
  public long connections() {
    return connections.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket here = listening.accept();
        connections.incrementAndGet();
        open.add(here);
        Thread.ofVirtual().start(() -> passOn(here));
      } catch (IOException e) {
        // Closed: nobody is accepted any more.
        return;
      }
    }
  }

  private void passOn(Socket here) {
    Socket there = new Socket();
    open.add(there);
    try {
      there.connect(target);
      join(here, there);
      join(there, here);
    } catch (IOException e) {
      reset(here);
      reset(there);
    }
  }

  /** What was read, and when it arrives. No bytes are the end. */
  private record Piece(ByteBuffer bytes, long due) {
    int size() {
      return bytes.limit();
    }
  }

  private void join(Socket from, Socket to) throws IOException {
    from.setTcpNoDelay(true);
    to.setTcpNoDelay(true);
    BlockingQueue<Piece> line = new ArrayBlockingQueue<>(PIECES_ON_THE_WAY);
    Thread.ofVirtual().start(() -> guarded(() -> take(from, line), from, to));
    Thread.ofVirtual().start(() -> guarded(() -> deliver(line, from, to), from, to));
  }

  @FunctionalInterface
  private interface Carrying {
    void run() throws IOException, InterruptedException;
  }

  private void guarded(Carrying carrying, Socket from, Socket to) {
    try {
      carrying.run();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a relay", e);
    }
  }

  private void take(Socket from, BlockingQueue<Piece> line)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[PIECE];
    int count;
    do {
      count = from.getInputStream().read(bytes);
      // Else it would add 40 ms of its own between small pieces of a sender with Nagle's algorithm.
      from.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
      ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.max(0, count)));
      line.put(new Piece(piece, System.nanoTime() + oneWay.toNanos()));
    } while (count >= 0);
  }

  private void deliver(BlockingQueue<Piece> line, Socket from, Socket to)
      throws IOException, InterruptedException {
    long free = System.nanoTime();
    while (true) {
      Piece piece = line.take();
      long start = Math.max(free, piece.due());
      free = start + (long) (piece.size() * 1e9 / bytesPerSecond);
      TimeUnit.NANOSECONDS.sleep(free - System.nanoTime());
      if (carried.addAndGet(piece.size()) > cutAfter) {
        cut();
        return;
      }
      if (!swallowing && piece.size() > 0) {
        to.getOutputStream().write(piece.bytes().array());
      } else if (!swallowing) {
        to.shutdownOutput();
        if (from.isOutputShutdown()) {
          reset(from);
          reset(to);
        }
        return;
      }
    }
  }

  private void reset(Socket socket) {
    open.remove(socket);
    try {
      // What both sides have ended ends quietly; anything else is torn.
      socket.setSoLinger(!socket.isOutputShutdown(), 0);
      socket.close();
    } catch (IOException closed) {
      // That is what was wanted.
      return;
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
