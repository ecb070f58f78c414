package dev.ostler.fleet;

import java.util.Map;
import java.util.Objects;

/**
 * A machine with a container engine.
 *
 * @param name its name in the file
 * @param address where its engine is; credentials and tuning are no part of what a container is
 *     compared by
 * @param labels what selectors ask for
 */
public record Host(String name, HostAddress address, Map<String, String> labels) {
  /** Copies and checks. */
  public Host {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "name of a host must have letters, digits, '_', '.' and '-' only, got '" + name + "'");
    }
    Objects.requireNonNull(address, "address");
    labels = Map.copyOf(labels);
  }

  /**
   * This machine.
   *
   * @param name its name
   * @return the host
   */
  public static Host local(String name) {
    return new Host(name, new HostAddress.Direct("unix:///var/run/docker.sock"), Map.of());
  }
}
