package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/**
 * What a network is made of.
 *
 * @param name its name; never empty
 * @param driver such as {@code bridge}; empty for the engine's default
 * @param internal whether it reaches nothing outside
 * @param ipv6 whether it has IPv6 addresses
 * @param subnets such as {@code 10.9.0.0/24}; empty for the engine's choice
 * @param options of the driver
 * @param labels of the network
 */
public record NetworkSpec(
    String name,
    String driver,
    boolean internal,
    boolean ipv6,
    List<String> subnets,
    Map<String, String> options,
    Map<String, String> labels) {
  /** Checks and copies. */
  public NetworkSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a network needs a name");
    }
    subnets = List.copyOf(subnets);
    options = Copies.of(options);
    labels = Copies.of(labels);
  }

  /**
   * A network as the engine makes it by default.
   *
   * @param name its name
   * @return the specification
   */
  public static NetworkSpec of(String name) {
    return new NetworkSpec(name, "", false, false, List.of(), Map.of(), Map.of());
  }

  /**
   * Returns the same with labels.
   *
   * @param other all of them
   * @return the specification
   */
  public NetworkSpec withLabels(Map<String, String> other) {
    return new NetworkSpec(name, driver, internal, ipv6, subnets, options, other);
  }
}
