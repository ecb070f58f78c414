package dev.ostler.supervisor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/*
 * Names other than localhost are refused. Looking one up blocks, so it would take a thread and the
 * resolver's time-outs; and a name server that fails would make every healthy process look dead at
 * once, which is how one outage becomes two. What is probed runs beside us: it has an address.
 */
/** Where a probe connects to. */
final class ProbeAddress {
  private static final List<String> LOCALHOST = List.of("127.0.0.1", "::1");
  private static final int LAST_PORT = 65_535;

  private ProbeAddress() {}

  /** One address, or the two of localhost in the order in which they are tried. */
  static List<InetSocketAddress> of(String host, int port) {
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException("a port must be 1 to 65535, got " + port);
    }
    List<String> literals = "localhost".equalsIgnoreCase(host) ? LOCALHOST : List.of(host);
    return literals.stream().map(literal -> new InetSocketAddress(literal(literal), port)).toList();
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException notAnAddress) {
      throw new IllegalArgumentException(
          "cannot probe '%s': only localhost and addresses are, for a name server that fails must not make a process look dead; give an address such as 127.0.0.1, or use exec"
              .formatted(host),
          notAnAddress);
    }
  }
}
