package dev.ostler.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Reaches an engine on this machine at its unix socket. */
public final class UnixDialer implements Dialer {
  /** What Java makes of EAGAIN, which it has no type for. */
  private static final String FULL = "Resource temporarily unavailable";

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path socket;

  /**
   * A dialer; nothing is opened yet.
   *
   * @param socket the path of the engine's socket
   */
  public UnixDialer(Path socket) {
    this.socket = socket;
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    while (true) {
      Optional<SocketChannel> connected = connect();
      if (connected.isPresent()) {
        return new ChannelDuplex(connected.get());
      }
      if (deadline.isOver() || Thread.currentThread().isInterrupted()) {
        throw EngineException.unreachable(
            address(),
            "it accepted no connection within " + within.toMillis() + " ms; is it hanging?",
            null);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Connects; nothing if the queue of the socket is full, for whose room one cannot wait. */
  private Optional<SocketChannel> connect() throws EngineException {
    SocketChannel channel = null;
    boolean connected = false;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.configureBlocking(false);
      connected = channel.connect(UnixDomainSocketAddress.of(socket));
      return connected ? Optional.of(channel) : Optional.empty();
    } catch (IOException e) {
      if (FULL.equals(e.getMessage())) {
        return Optional.empty();
      }
      throw EngineException.unreachable(address(), reason(e), e);
    } finally {
      if (channel != null && !connected) {
        Closing.quietly(channel);
      }
    }
  }

  private String reason(IOException e) {
    if (!Files.exists(socket)) {
      return "the socket " + socket + " is not there; is the engine running?";
    }
    if (!Files.isWritable(socket)) {
      return "no permission for the socket " + socket + "; run as root or as a member of its group";
    }
    return e.getMessage() + "; is the engine running?";
  }

  /** Who shares a socket shares the host. */
  @Override
  public Duplex dialFromHost(String host, int port, Duration within) throws EngineException {
    return new TcpDialer(host, port).dial(within);
  }

  @Override
  public String address() {
    return "unix://" + socket;
  }

  /** Does nothing: streams to a unix socket share nothing. */
  @Override
  public void close() {}
}
