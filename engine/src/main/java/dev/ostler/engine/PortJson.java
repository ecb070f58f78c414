package dev.ostler.engine;

import java.util.ArrayList;
import java.util.List;

/** Ports as engines write them. */
final class PortJson {
  private PortJson() {}

  /**
   * Reads one binding of a map from ports to bindings.
   *
   * @param port such as {@code 80/tcp}
   */
  static PublishedPort published(String port, Json binding) {
    int slash = port.indexOf('/');
    String protocol = slash < 0 ? "tcp" : port.substring(slash + 1);
    int container = number(slash < 0 ? port : port.substring(0, slash));
    return new PublishedPort(
        container, protocol, binding.text("HostIp"), number(binding.text("HostPort")));
  }

  /** Reads a map from ports to bindings; ports without bindings are exposed only. */
  static List<PublishedPort> now(Json ports) {
    List<PublishedPort> read = new ArrayList<>();
    ports
        .fields()
        .forEach((port, bindings) -> {
          if (bindings.elements().isEmpty()) {
            read.add(published(port, bindings));
          }
          bindings.elements().forEach(binding -> read.add(published(port, binding)));
        });
    return read;
  }

  static PublishedPort listed(Json port) {
    return new PublishedPort(
        port.integer("PrivatePort"),
        port.text("Type"),
        port.text("IP"),
        port.integer("PublicPort"));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
