package dev.ostler.engine;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The bytes beneath one SSH connection. The library hides its socket and swallows why it broke, so
 * this class keeps both: to end a connection that is stuck inside a write, and to tell the reason.
 */
final class SshLink implements SocketFactory, AutoCloseable {
  /** Opens what the bytes travel through. */
  @FunctionalInterface
  interface Opening {
    Socket open(String host, int port, Deadline deadline) throws IOException;
  }

  private final Opening opening;
  private final Deadline deadline;
  private volatile long lastReceived = System.nanoTime();
  private volatile long lastSent = System.nanoTime();
  private volatile boolean sending;
  private volatile @Nullable Socket socket;
  private volatile @Nullable IOException broken;
  private volatile boolean closed;

  /**
   * @param deadline for opening
   */
  SshLink(Opening opening, Deadline deadline) {
    this.opening = opening;
    this.deadline = deadline;
  }

  /** A TCP connection to the first address of a host that takes it. */
  static Socket connect(String host, int port, Deadline deadline) throws IOException {
    IOException first = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), Deadline.millis(deadline.left()));
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        socket.close();
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IOException("the host has no address") : first;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket opened = opening.open(host, port, deadline);
    socket = opened;
    lastReceived = System.nanoTime();
    if (closed) {
      opened.close();
    }
    return opened;
  }

  @Override
  public InputStream getInputStream(Socket opened) throws IOException {
    return new FilterInputStream(opened.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          int count = in.read(bytes, offset, length);
          acknowledgeAtOnce(opened);
          if (count < 0) {
            note(new IOException("the host has closed the connection"));
          }
          lastReceived = System.nanoTime();
          return count;
        } catch (IOException e) {
          note(e);
          throw e;
        }
      }
    };
  }

  @Override
  public OutputStream getOutputStream(Socket opened) throws IOException {
    return new FilterOutputStream(opened.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        sending = true;
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          note(e);
          throw e;
        } finally {
          lastSent = System.nanoTime();
          sending = false;
        }
      }
    };
  }

  /**
   * Sends what is received an acknowledgement without the usual delay of 40 ms: sshd sends small
   * pieces of a stream one after the other's acknowledgement, for it sets TCP_NODELAY for sessions
   * only. The kernel forgets this with time, hence at each read.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
   */
  private static void acknowledgeAtOnce(Socket opened) throws IOException {
    boolean isTcp = !(opened instanceof DuplexSocket);
    if (isTcp && opened.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
      opened.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
    }
  }

  private void note(IOException reason) {
    if (broken == null) {
      broken = reason;
    }
  }

  /** The time of {@link System#nanoTime} at which a byte came last. */
  long lastReceived() {
    return lastReceived;
  }

  /** Counts silence from now on: nobody has listened until now. */
  void listensAgain() {
    lastReceived = System.nanoTime();
  }

  /** Waits until nothing was sent for some time, or the link is broken. */
  void awaitSent(Duration quiet) {
    while (broken == null
        && !closed
        && (sending || System.nanoTime() - lastSent < quiet.toNanos())) {
      LockSupport.parkNanos(quiet.toNanos() / 10);
    }
  }

  /** Why the bytes ended, once they did. */
  Optional<IOException> broken() {
    return Optional.ofNullable(broken);
  }

  /** Ends it, also while the library is stuck in a write. */
  void abort(IOException reason) {
    note(reason);
    close();
  }

  @Override
  public void close() {
    closed = true;
    Socket opened = socket;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        note(e);
      }
    }
  }
}
