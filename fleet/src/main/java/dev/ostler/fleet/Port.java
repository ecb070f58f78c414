package dev.ostler.fleet;

import java.util.Locale;

/**
 * A published port.
 *
 * @param address address on the host; empty for all
 * @param host port on the host, 0 to 65535; 0 for one that the engine chooses
 * @param container port in the container, 1 to 65535
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record Port(String address, int host, int container, String protocol)
    implements Comparable<Port> {

  private static final int LAST = 65_535;

  /** Checks the ranges. */
  public Port {
    protocol = protocol.isEmpty() ? "tcp" : protocol.toLowerCase(Locale.ROOT);
    if (host < 0 || host > LAST) {
      throw new IllegalArgumentException("port of the host must be 0 to 65535, got " + host);
    }
    if (container < 1 || container > LAST) {
      throw new IllegalArgumentException(
          "port of the container must be 1 to 65535, got " + container);
    }
    if (!protocol.equals("tcp") && !protocol.equals("udp") && !protocol.equals("sctp")) {
      throw new IllegalArgumentException(
          "protocol of a port must be tcp, udp or sctp, got '" + protocol + "'");
    }
  }

  /**
   * Reads Compose's short form: {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}.
   *
   * @param text the port
   * @return it
   * @throws IllegalArgumentException if it is no such text
   */
  public static Port parse(String text) {
    int slash = text.indexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String rest = slash < 0 ? text : text.substring(0, slash);
    int last = rest.lastIndexOf(':');
    if (last < 0) {
      return new Port("", 0, number(rest, text), protocol);
    }
    int container = number(rest.substring(last + 1), text);
    String before = rest.substring(0, last);
    int colon = before.lastIndexOf(':');
    String address = colon < 0 ? "" : before.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    String host = before.substring(colon + 1);
    return new Port(address, host.isEmpty() ? 0 : number(host, text), container, protocol);
  }

  private static int number(String digits, String text) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "port must be [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL], such as 80:8080/tcp, got '"
              + text
              + "'",
          notANumber);
    }
  }

  /** Whether two containers of one host cannot both have their ports. */
  boolean clashesWith(Port other) {
    return host != 0
        && host == other.host
        && protocol.equals(other.protocol)
        && (isAny(address) || isAny(other.address) || address.equals(other.address));
  }

  private static boolean isAny(String address) {
    return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
  }

  @Override
  public int compareTo(Port other) {
    return toString().compareTo(other.toString());
  }

  /** Compose's short form. */
  @Override
  public String toString() {
    String where = address.indexOf(':') < 0 ? address : "[" + address + "]";
    String onHost = host == 0 ? "" : Integer.toString(host);
    String left = where.isEmpty() ? onHost : where + ":" + onHost;
    return (left.isEmpty() ? "" : left + ":") + container + "/" + protocol;
  }
}
