package dev.ostler.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an engine looks whether a container is well.
 *
 * @param test {@code NONE} (never), {@code CMD} with a command's words, or {@code CMD-SHELL} with a
 *     line for the shell; empty for the image's test
 * @param interval between looks; nothing for the engine's default
 * @param timeout of one look; nothing for the engine's default
 * @param startPeriod in which failures do not count; nothing for the engine's default
 * @param startInterval between looks in the start period, from API 1.44 on
 * @param retries failures in a row that make it unhealthy; 0 for the engine's default
 */
public record HealthCheck(
    List<String> test,
    Optional<Duration> interval,
    Optional<Duration> timeout,
    Optional<Duration> startPeriod,
    Optional<Duration> startInterval,
    int retries) {
  /** Not even the image's check. */
  public static final HealthCheck NEVER = of("NONE");

  /** Checks and copies. */
  public HealthCheck {
    test = List.copyOf(test);
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, got " + retries);
    }
  }

  /**
   * A check with the engine's times.
   *
   * @param test see above
   * @return the check
   */
  public static HealthCheck of(String... test) {
    return new HealthCheck(
        List.of(test), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }
}
