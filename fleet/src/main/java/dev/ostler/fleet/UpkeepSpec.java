package dev.ostler.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the engine does for a container while it lives. Empty means: the engine's default.
 *
 * @param restart {@code no}, {@code always}, {@code unless-stopped}, or {@code on-failure[:TIMES]}
 * @param logDriver where its output goes
 * @param logOptions options of the driver
 * @param healthcheck how the engine sees whether it works; the image's if absent
 * @param platform {@code OS[/ARCHITECTURE[/VARIANT]]} of the image
 * @param pull when the image is pulled
 * @param runtime runtime of the engine
 */
public record UpkeepSpec(
    String restart,
    String logDriver,
    Map<String, String> logOptions,
    Optional<Healthcheck> healthcheck,
    String platform,
    PullPolicy pull,
    String runtime) {

  private static final UpkeepSpec OF_ENGINE =
      new UpkeepSpec("", "", Map.of(), Optional.empty(), "", PullPolicy.MISSING, "");

  /** Checks the restart policy. */
  public UpkeepSpec {
    logOptions = Map.copyOf(logOptions);
    if (!restart.matches("|no|always|unless-stopped|on-failure(:[0-9]+)?")) {
      throw new IllegalArgumentException(
          "restart must be no, always, unless-stopped or on-failure[:TIMES], got '"
              + restart
              + "'");
    }
  }

  /**
   * What the engine does.
   *
   * @return the default
   */
  public static UpkeepSpec ofEngine() {
    return OF_ENGINE;
  }

  /**
   * The same with another restart policy.
   *
   * @param policy the policy
   * @return the new upkeep
   */
  public UpkeepSpec withRestart(String policy) {
    return new UpkeepSpec(policy, logDriver, logOptions, healthcheck, platform, pull, runtime);
  }

  /** When an image is pulled. */
  public enum PullPolicy {
    /** Before every creation. */
    ALWAYS,
    /** If it is not there. */
    MISSING,
    /** Not at all. */
    NEVER
  }

  /**
   * How the engine sees whether a container works.
   *
   * @param test {@code NONE}, {@code CMD} with words, or {@code CMD-SHELL} with a line
   * @param interval time between two checks
   * @param timeout how long one may take
   * @param startPeriod how long failures do not count after the start
   * @param retries failures in a row that make it unhealthy
   */
  public record Healthcheck(
      List<String> test,
      Optional<Duration> interval,
      Optional<Duration> timeout,
      Optional<Duration> startPeriod,
      OptionalInt retries) {
    /** Copies. */
    public Healthcheck {
      test = List.copyOf(test);
      if (test.isEmpty()) {
        throw new IllegalArgumentException("test of a health check must not be empty");
      }
    }
  }
}
