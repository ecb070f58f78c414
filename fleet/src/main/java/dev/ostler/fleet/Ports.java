package dev.ostler.fleet;

import dev.ostler.engine.Networking.Port;

/** Published ports as texts. */
final class Ports {
  private Ports() {}

  /**
   * Reads Compose's short form: {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static Port parse(String text) {
    int slash = text.indexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String rest = slash < 0 ? text : text.substring(0, slash);
    int last = rest.lastIndexOf(':');
    int container = number(rest.substring(last + 1), text);
    if (last < 0) {
      return new Port(container, protocol, "", 0);
    }
    String before = rest.substring(0, last);
    int colon = before.lastIndexOf(':');
    String address = colon < 0 ? "" : before.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    String host = before.substring(colon + 1);
    return new Port(container, protocol, address, host.isEmpty() ? 0 : number(host, text));
  }

  private static int number(String digits, String text) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "a port must be [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL], such as 80:8080/tcp, got '"
              + text
              + "'",
          notANumber);
    }
  }

  /** Compose's short form. */
  static String text(Port port) {
    String address = port.hostAddress();
    String where = address.indexOf(':') < 0 ? address : "[" + address + "]";
    String host = port.host() == 0 ? "" : Integer.toString(port.host());
    String left = where.isEmpty() ? host : where + ":" + host;
    return (left.isEmpty() ? "" : left + ":") + port.container() + "/" + port.protocol();
  }

  /** Whether two containers of one host cannot both have their ports. */
  static boolean clash(Port one, Port other) {
    return one.host() != 0
        && one.host() == other.host()
        && one.protocol().equals(other.protocol())
        && (isAny(one.hostAddress())
            || isAny(other.hostAddress())
            || one.hostAddress().equals(other.hostAddress()));
  }

  private static boolean isAny(String address) {
    return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
  }
}
