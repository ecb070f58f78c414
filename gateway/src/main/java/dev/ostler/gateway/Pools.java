package dev.ostler.gateway;

import io.undertow.client.UndertowClient;
import io.undertow.server.handlers.proxy.ConnectionPoolManager;
import io.undertow.server.handlers.proxy.ProxyConnectionPool;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;

/** Connections to apps that are kept open between requests. */
final class Pools {
  /** Of one I/O thread to one app; more than any app takes. */
  private static final int MOST = 20_000;

  private static final int KEPT = 128;

  /** Shorter than servers keep theirs: who closes first does not fail a request. */
  private static final Duration KEPT_FOR = Duration.ofSeconds(4);

  /** Long enough for the kernel to try it four times, if the backlog of an app is full. */
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

  private final Map<Target, ProxyConnectionPool> pools = new ConcurrentHashMap<>();
  private final Duration connectWithin;

  Pools() {
    this(CONNECT_WITHIN);
  }

  /** With another time in which it must be possible to connect. */
  Pools(Duration connectWithin) {
    this.connectWithin = connectWithin;
  }

  Duration connectWithin() {
    return connectWithin;
  }

  /**
   * What connections lead to.
   *
   * @param kept whether they are kept for others. From a pool that has such ones, even who wants
   *     one of his own would be given one that was used before
   */
  record Target(InetSocketAddress address, AppSettings.Protocol protocol, boolean kept) {
    private URI uri() {
      String scheme =
          switch (protocol) {
            case HTTP1 -> "http";
            case H2C -> "h2c-prior";
          };
      return URI.create(TimedConnecting.PREFIX + scheme + "://" + authority(address));
    }

    // What a record has by itself is made at its first use, while the first visitor waits: 10 ms.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Target that
          && kept == that.kept
          && protocol == that.protocol
          && address.equals(that.address);
    }

    @Override
    public int hashCode() {
      return 31 * address.hashCode() + protocol.hashCode() + Boolean.hashCode(kept);
    }
  }

  /** As in an address of the web. */
  static String authority(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  ProxyConnectionPool of(Target target) {
    return pools.computeIfAbsent(target, this::open);
  }

  private ProxyConnectionPool open(Target target) {
    return new ProxyConnectionPool(
        new Limits(),
        target.uri(),
        UndertowClient.getInstance(),
        OptionMap.builder()
            .set(TimedConnecting.WITHIN_MILLIS, (int) connectWithin.toMillis())
            .set(Options.KEEP_ALIVE, true) // a host that vanishes ends what waits for it
            .getMap());
  }

  /** Whether an app can be connected to is known better by who looks after it: never a problem. */
  private static final class Limits implements ConnectionPoolManager {
    @Override
    public int getProblemServerRetry() {
      return 0;
    }

    @Override
    public int getMaxConnections() {
      return MOST;
    }

    @Override
    public int getMaxCachedConnections() {
      return KEPT;
    }

    @Override
    public int getSMaxConnections() {
      return 0;
    }

    @Override
    public long getTtl() {
      return KEPT_FOR.toMillis();
    }

    @Override
    public int getMaxQueueSize() {
      return Integer.MAX_VALUE;
    }

    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    public boolean handleError() {
      return true;
    }

    @Override
    public boolean clearError() {
      return true;
    }
  }
}
