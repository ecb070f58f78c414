package dev.ostler.gateway;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.Containers;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.PublishedPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where requests reach containers of an engine. A published port can be reached from everywhere, an
 * address of one of its networks from its host, and from containers of that network.
 *
 * @param port where the container takes requests, inside
 * @param host the engine's, if that is not this one
 * @param own the container that the gateway itself runs in
 */
record EngineReach(int port, Optional<String> host, OwnContainer own) {
  private static final List<String> EVERYWHERE = List.of("", "0.0.0.0", "::");

  /** Of a gateway that runs in no container. */
  EngineReach(int port, Optional<String> host) {
    this(port, host, OwnContainer.NONE);
  }

  /** Of an engine of this host. */
  static EngineReach here(int port) {
    return new EngineReach(port, Optional.empty());
  }

  /** The container of that engine that the gateway itself runs in; empty if it is outside. */
  Optional<OwnContainer.Known> inside(Containers engine) throws EngineException {
    return host.isPresent() ? Optional.empty() : own.in(engine);
  }

  /** Where it is now; empty if requests do not reach it. */
  Optional<InetSocketAddress> of(ContainerDetails container, Optional<OwnContainer.Known> gateway) {
    if (gateway.isPresent()) {
      return inSharedNetwork(container, gateway.get())
          .or(() -> gateway.get().host().flatMap(there -> atItsHost(container, there)));
    }
    return host.map(name -> published(container, new InetSocketAddress(name, 0), false))
        .orElseGet(() ->
            published(container, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true)
                .or(() -> inNetwork(container)));
  }

  private Optional<InetSocketAddress> inSharedNetwork(
      ContainerDetails container, OwnContainer.Known gateway) {
    return container.networks().entrySet().stream()
        .filter(each -> gateway.networks().contains(each.getKey()))
        .filter(each -> !each.getValue().isEmpty())
        .map(each -> new InetSocketAddress(each.getValue(), port))
        .findFirst();
  }

  private Optional<InetSocketAddress> atItsHost(ContainerDetails container, InetAddress there) {
    return published(container, new InetSocketAddress(there, 0), false);
  }

  /**
   * Where its host has it.
   *
   * @param at the host
   * @param isHere whether what is only for the host itself is for us, too
   */
  private Optional<InetSocketAddress> published(
      ContainerDetails container, InetSocketAddress at, boolean isHere) {
    if (container.spec().networking().mode().equals("host")) {
      return Optional.of(withPort(at, port));
    }
    return container.ports().stream()
        .filter(each -> each.protocol().equals("tcp") && each.host() != 0)
        .filter(each -> each.container() == port)
        .flatMap(each -> published(each, at, isHere).stream())
        .findFirst();
  }

  private static Optional<InetSocketAddress> published(
      PublishedPort published, InetSocketAddress at, boolean isHere) {
    String address = published.hostAddress();
    if (EVERYWHERE.contains(address)) {
      return Optional.of(withPort(at, published.host()));
    }
    InetSocketAddress bound = new InetSocketAddress(address, published.host());
    return isHere || !bound.getAddress().isLoopbackAddress()
        ? Optional.of(bound)
        : Optional.empty();
  }

  private static InetSocketAddress withPort(InetSocketAddress at, int port) {
    return at.isUnresolved()
        ? new InetSocketAddress(at.getHostString(), port)
        : new InetSocketAddress(at.getAddress(), port);
  }

  private Optional<InetSocketAddress> inNetwork(ContainerDetails container) {
    return container.networks().values().stream()
        .filter(address -> !address.isEmpty())
        .findFirst()
        .map(address -> new InetSocketAddress(address, port));
  }

  /** Why requests do not reach it, and what to do. */
  String notReached(Optional<OwnContainer.Known> gateway) {
    if (gateway.isPresent()) {
      return "its container shares no network with "
          + gateway.get().name()
          + ", in which the gateway runs, nor publishes its port "
          + port
          + " where that reaches it; connect both to one network";
    }
    return host.map(name ->
            "its container has no port at "
                + name
                + " for its port "
                + port
                + "; publish it where others reach it")
        .orElse("its container has no address for port " + port);
  }
}
