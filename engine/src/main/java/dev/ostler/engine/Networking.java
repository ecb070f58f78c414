package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/**
 * How a container is reached and reaches others.
 *
 * @param mode {@code bridge}, {@code host}, {@code none}, {@code container:NAME} or a network's
 *     name; empty for the engine's default
 * @param attachments the networks it belongs to, by name, with how. Engines before API 1.44 take
 *     one at most at creation: join further ones by {@link Networks#connect} before the start
 * @param ports published ports
 * @param hostname its own name; empty for its short ID
 * @param domainname its domain; may be empty
 * @param dns how it looks up names
 * @param extraHosts lines for {@code /etc/hosts} as {@code NAME:ADDRESS}
 */
public record Networking(
    String mode,
    Map<String, Attachment> attachments,
    List<Port> ports,
    String hostname,
    String domainname,
    Dns dns,
    List<String> extraHosts) {
  /** The engine's default network, nothing published. */
  public static final Networking DEFAULT =
      new Networking("", Map.of(), List.of(), "", "", Dns.DEFAULT, List.of());

  /** No network. */
  public static final Networking NONE = DEFAULT.withMode("none");

  /** Copies. */
  public Networking {
    attachments = Copies.of(attachments);
    ports = List.copyOf(ports);
    extraHosts = List.copyOf(extraHosts);
  }

  /**
   * How a container belongs to a network.
   *
   * @param aliases further names in that network
   * @param ipv4 a fixed address; empty for any
   * @param ipv6 a fixed address; empty for any
   * @param macAddress empty for any
   */
  public record Attachment(List<String> aliases, String ipv4, String ipv6, String macAddress) {
    /** Under its own name, with any address. */
    public static final Attachment PLAIN = new Attachment(List.of(), "", "", "");

    /** Copies. */
    public Attachment {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * A published port.
   *
   * @param container port in the container, 1 to 65535
   * @param protocol {@code tcp}, {@code udp} or {@code sctp}
   * @param hostAddress the host's address to listen at; empty for all
   * @param host port of the host, 0 for one that the engine chooses
   */
  public record Port(int container, String protocol, String hostAddress, int host) {
    /** Checks the ranges. */
    public Port {
      if (container < 1 || container > 65535 || host < 0 || host > 65535) {
        throw new IllegalArgumentException(
            "ports must be 1 to 65535 (0 of the host for any), got " + host + ":" + container);
      }
      if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
        throw new IllegalArgumentException(
            "protocol must be tcp, udp or sctp, got \"" + protocol + "\"");
      }
    }
  }

  /**
   * How a container looks up names.
   *
   * @param servers addresses; empty for the engine's
   * @param search domains; empty for the engine's
   * @param options of the resolver
   */
  public record Dns(List<String> servers, List<String> search, List<String> options) {
    /** As the engine does. */
    public static final Dns DEFAULT = new Dns(List.of(), List.of(), List.of());

    /** Copies. */
    public Dns {
      servers = List.copyOf(servers);
      search = List.copyOf(search);
      options = List.copyOf(options);
    }
  }

  /**
   * Returns the same with another mode.
   *
   * @param other the mode
   * @return the networking
   */
  public Networking withMode(String other) {
    return new Networking(other, attachments, ports, hostname, domainname, dns, extraHosts);
  }

  /**
   * Returns the same with other published ports.
   *
   * @param other all of them
   * @return the networking
   */
  public Networking withPorts(List<Port> other) {
    return new Networking(mode, attachments, other, hostname, domainname, dns, extraHosts);
  }
}
