package dev.ostler.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * An address as files name it.
 *
 * @param host a name or number; empty for every one of this machine
 * @param port 0 to 65535; 0 lets the kernel choose, where one listens
 */
record ListenAddress(String host, int port) {
  /** Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code :PORT} or {@code PORT}. */
  static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw new IllegalArgumentException(
          "found '" + text + "', expected [IPV6]:PORT for an address with colons");
    }
    return new ListenAddress(host, port(text, text.substring(colon + 1)));
  }

  private static int port(String text, String digits) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "found '" + text + "', expected an address such as 127.0.0.1:8080");
  }

  /** Whether only one of them can be listened at. */
  boolean clashesWith(ListenAddress other) {
    boolean everywhere = host.isEmpty() || other.host.isEmpty();
    return port != 0 && port == other.port && (everywhere || host.equalsIgnoreCase(other.host));
  }

  /** Whether there is a port, and a host that addresses of the web can have: none has a '_'. */
  boolean canBeConnectedTo() {
    try {
      return port != 0 && (host.isEmpty() || new URI("http://" + this).getHost() != null);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Where to listen. */
  InetSocketAddress toListen() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** Where to connect to; looked up now. */
  InetSocketAddress toConnect() {
    return new InetSocketAddress(host.isEmpty() ? "localhost" : host, port);
  }

  /** The address of a socket as files would name it. */
  static String text(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return new ListenAddress(
            host == null ? address.getHostString() : host.getHostAddress(), address.getPort())
        .toString();
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
