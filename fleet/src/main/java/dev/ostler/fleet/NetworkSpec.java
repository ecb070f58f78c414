package dev.ostler.fleet;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a container is reached and what it reaches. Empty means: as the engine does.
 *
 * @param mode {@code bridge}, {@code host}, {@code none}, or {@code container:NAME}; empty for the
 *     default or for {@code networks}
 * @param networks named networks with the further names that it has in each
 * @param ports published ports
 * @param hostname its host name
 * @param extraHosts {@code NAME:ADDRESS} added to its hosts file
 * @param dns what it resolves names with
 */
public record NetworkSpec(
    String mode,
    Map<String, List<String>> networks,
    List<Port> ports,
    String hostname,
    List<String> extraHosts,
    Dns dns) {

  private static final NetworkSpec OF_ENGINE =
      new NetworkSpec("", Map.of(), List.of(), "", List.of(), Dns.ofEngine());

  /** Begins the mode of who shares another's network, process or other namespace. */
  static final String SHARED = "container:";

  /** Copies and checks. */
  public NetworkSpec {
    Objects.requireNonNull(dns, "dns");
    Map<String, List<String>> copy = new TreeMap<>();
    networks.forEach((name, aliases) -> copy.put(name, List.copyOf(aliases)));
    networks = Map.copyOf(copy);
    ports = List.copyOf(ports);
    extraHosts = List.copyOf(extraHosts);
    if (!mode.isEmpty() && !networks.isEmpty()) {
      throw new IllegalArgumentException(
          "network_mode and networks exclude each other, got '" + mode + "' and " + networks);
    }
  }

  /**
   * What the engine does.
   *
   * @return the default
   */
  public static NetworkSpec ofEngine() {
    return OF_ENGINE;
  }

  /**
   * A mode, such as {@code none}.
   *
   * @param mode the mode
   * @return the network
   */
  public static NetworkSpec ofMode(String mode) {
    return new NetworkSpec(mode, Map.of(), List.of(), "", List.of(), Dns.ofEngine());
  }

  /**
   * The same with other ports.
   *
   * @param published published ports
   * @return the new network
   */
  public NetworkSpec withPorts(List<Port> published) {
    return new NetworkSpec(mode, networks, published, hostname, extraHosts, dns);
  }

  /**
   * What names are resolved with. Empty means: as the engine does.
   *
   * @param servers addresses of servers
   * @param search domains to search
   * @param options options of the resolver
   */
  public record Dns(List<String> servers, List<String> search, List<String> options) {
    private static final Dns OF_ENGINE = new Dns(List.of(), List.of(), List.of());

    /** Copies. */
    public Dns {
      servers = List.copyOf(servers);
      search = List.copyOf(search);
      options = List.copyOf(options);
    }

    /**
     * What the engine does.
     *
     * @return the default
     */
    public static Dns ofEngine() {
      return OF_ENGINE;
    }
  }
}
