package dev.ostler.supervisor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A host and a port. In a file: {@code HOST:PORT}, an IPv6 address in brackets.
 *
 * @param host a name or address; empty for every address of this machine
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
  private static final int HIGHEST = 65_535;
  private static final String EXPECTED = "expected HOST:PORT, such as 127.0.0.1:9600";

  /** Checks the range. */
  public Address {
    if (port < 1 || port > HIGHEST) {
      throw new IllegalArgumentException("expected a port from 1 to 65535");
    }
  }

  /**
   * Reads an address.
   *
   * @param text such as {@code 127.0.0.1:80}, {@code [::1]:80} or {@code :80}
   * @return the address; nothing is looked up
   * @throws IllegalArgumentException if it is none
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new Address(host(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  /**
   * What to listen on. Nothing is looked up.
   *
   * @return empty if the host is a name other than localhost
   */
  Optional<InetSocketAddress> resolved() {
    if (host.isEmpty()) {
      return Optional.of(new InetSocketAddress(port));
    }
    try {
      String literal = host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(literal), port));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  private static String host(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return text.substring(1, text.length() - 1);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '/' || c == '[' || c == ']' || c <= ' ') {
        throw new IllegalArgumentException(EXPECTED);
      }
    }
    return text;
  }

  private static int port(String digits) {
    int port = digits.isEmpty() || digits.length() > 5 ? -1 : 0;
    for (int i = 0; i < digits.length() && port >= 0; i++) {
      int digit = digits.charAt(i) - '0';
      port = digit < 0 || digit > 9 ? -1 : port * 10 + digit;
    }
    if (port < 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return port;
  }

  /**
   * Returns the address as a file has it.
   *
   * @return {@code HOST:PORT}
   */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
