package dev.ostler.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reaches an engine over TCP. Without TLS everybody on the way reads everything and is root on the
 * host: for networks that only the engine and its users share.
 */
public final class TcpDialer implements Dialer {
  private final String host;
  private final int port;

  /**
   * A dialer; nothing is opened yet.
   *
   * @param host name or address
   * @param port 1 to 65535
   */
  public TcpDialer(String host, int port) {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "an engine needs a host and a port of 1 to 65535, got " + host + ":" + port);
    }
    this.host = host;
    this.port = port;
  }

  @Override
  public Duplex dial(Duration within) throws EngineException {
    Deadline deadline = Deadline.in(within);
    List<IOException> failures = new ArrayList<>();
    for (InetAddress address : addresses(deadline)) {
      try {
        return new ChannelDuplex(connect(new InetSocketAddress(address, port), deadline));
      } catch (IOException e) {
        failures.add(e);
      }
    }
    IOException first = failures.getFirst();
    failures.stream().skip(1).forEach(first::addSuppressed);
    throw EngineException.unreachable(address(), String.valueOf(first.getMessage()), first);
  }

  /** The system's look-up cannot be limited: a thread of its own waits for it. */
  private List<InetAddress> addresses(Deadline deadline) throws EngineException {
    FutureTask<List<InetAddress>> lookUp =
        new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
    Thread.ofVirtual().name("look up " + host).start(lookUp);
    try {
      return lookUp.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      String reason =
          e.getCause() instanceof UnknownHostException
              ? "the name " + host + " is not known"
              : "the name " + host + " cannot be looked up: " + e.getCause();
      throw EngineException.unreachable(address(), reason, e);
    } catch (TimeoutException e) {
      throw EngineException.unreachable(
          address(), "looking up the name " + host + " took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.unreachable(address(), "interrupted", e);
    }
  }

  private static SocketChannel connect(InetSocketAddress address, Deadline deadline)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    boolean connected = false;
    try (Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      connected = channel.connect(address) || finish(channel, selector, deadline);
      if (!connected) {
        throw new IOException("no connection to " + address + " in time");
      }
      return channel;
    } finally {
      if (!connected) {
        Closing.quietly(channel);
      }
    }
  }

  private static boolean finish(SocketChannel channel, Selector selector, Deadline deadline)
      throws IOException {
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
    while (!deadline.isOver() && !Thread.currentThread().isInterrupted()) {
      selector.select(Deadline.millis(deadline.left()));
      if (channel.finishConnect()) {
        key.cancel();
        // Takes the channel out of this selector, for it is about to be closed.
        selector.selectNow();
        return true;
      }
    }
    return false;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  @Override
  public String address() {
    return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Does nothing: connections share nothing. */
  @Override
  public void close() {}
}
