package dev.ostler.engine;

import java.util.Map;

/**
 * Where a container's output goes.
 *
 * @param driver such as {@code json-file}; empty for the engine's default
 * @param options of the driver
 */
public record Logging(String driver, Map<String, String> options) {
  /** As the engine does. */
  public static final Logging DEFAULT = new Logging("", Map.of());

  /** Copies. */
  public Logging {
    options = Copies.of(options);
  }
}
