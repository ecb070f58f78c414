package dev.ostler.engine;

import java.util.Map;

/**
 * What a volume is made of.
 *
 * @param name its name; never empty
 * @param driver such as {@code local}; empty for the engine's default
 * @param options of the driver
 * @param labels of the volume
 */
public record VolumeSpec(
    String name, String driver, Map<String, String> options, Map<String, String> labels) {
  /** Checks and copies. */
  public VolumeSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a volume needs a name");
    }
    options = Copies.of(options);
    labels = Copies.of(labels);
  }

  /**
   * A volume as the engine makes it by default.
   *
   * @param name its name
   * @return the specification
   */
  public static VolumeSpec of(String name) {
    return new VolumeSpec(name, "", Map.of(), Map.of());
  }

  /**
   * Returns the same with labels.
   *
   * @param other all of them
   * @return the specification
   */
  public VolumeSpec withLabels(Map<String, String> other) {
    return new VolumeSpec(name, driver, options, other);
  }
}
