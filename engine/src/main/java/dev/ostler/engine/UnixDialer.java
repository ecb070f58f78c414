package dev.ostler.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Reaches an engine on this machine at its unix socket. */
public final class UnixDialer implements Dialer {
  /** Where Docker listens by default. */
  public static final Path DOCKER = Path.of("/var/run/docker.sock");

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
      SocketChannel channel = connect();
      if (channel.isConnected()) {
        return new ChannelDuplex(channel);
      }
      // The queue of the listening socket is full: the kernel has no way of waiting for room in it.
      Closing.quietly(channel);
      if (deadline.isOver()) {
        throw unreachable(
            "it accepted no connection within " + within.toMillis() + " ms; is it hanging?", null);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private SocketChannel connect() throws EngineException {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return channel;
    } catch (IOException e) {
      if (channel != null) {
        Closing.quietly(channel);
      }
      throw unreachable(reason(e), e);
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

  private EngineException unreachable(
      String reason, @org.jspecify.annotations.Nullable IOException e) {
    return EngineException.unreachable(address(), reason, e);
  }

  @Override
  public String address() {
    return "unix://" + socket;
  }

  /** Does nothing: streams to a unix socket share nothing. */
  @Override
  public void close() {}
}
