package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.PublishedPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where requests reach containers of an engine. A published port can be reached from everywhere, an
 * address of one of its networks from its host alone.
 *
 * @param port where the container takes requests, inside
 * @param host the engine's, if that is not this one
 */
record EngineReach(int port, Optional<String> host) {
  private static final List<String> EVERYWHERE = List.of("", "0.0.0.0", "::");

  /** Of an engine of this host. */
  static EngineReach here(int port) {
    return new EngineReach(port, Optional.empty());
  }

  /** Where it is now; empty if requests do not reach it. */
  Optional<InetSocketAddress> of(ContainerDetails container) {
    if (container.spec().networking().mode().equals("host")) {
      return Optional.of(atHost(port));
    }
    Optional<InetSocketAddress> published =
        container.ports().stream()
            .filter(each -> each.protocol().equals("tcp") && each.host() != 0)
            .filter(each -> each.container() == port)
            .flatMap(each -> published(each).stream())
            .findFirst();
    return published.or(() -> host.isPresent() ? Optional.empty() : inNetwork(container));
  }

  private Optional<InetSocketAddress> published(PublishedPort published) {
    String address = published.hostAddress();
    if (EVERYWHERE.contains(address)) {
      return Optional.of(atHost(published.host()));
    }
    InetSocketAddress bound = new InetSocketAddress(address, published.host());
    boolean isOurs = host.isEmpty() || !bound.getAddress().isLoopbackAddress();
    return isOurs ? Optional.of(bound) : Optional.empty();
  }

  private InetSocketAddress atHost(int where) {
    return host.map(name -> new InetSocketAddress(name, where))
        .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), where));
  }

  private Optional<InetSocketAddress> inNetwork(ContainerDetails container) {
    return container.networks().values().stream()
        .filter(address -> !address.isEmpty())
        .findFirst()
        .map(address -> new InetSocketAddress(address, port));
  }

  /** Why requests do not reach it, and what to do. */
  String notReached() {
    return host.map(name ->
            "its container has no port at "
                + name
                + " for its port "
                + port
                + "; publish it where others reach it")
        .orElse("its container has no address for port " + port);
  }
}
