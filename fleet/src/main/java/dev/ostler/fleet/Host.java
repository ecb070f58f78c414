package dev.ostler.fleet;

import dev.ostler.engine.EngineOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A machine with a container engine.
 *
 * @param name its name in the file
 * @param address where its engine is; credentials and tuning are no part of what a container is
 *     compared by
 * @param labels what selectors ask for
 * @param retry how long it is tried while it cannot be reached
 * @param connectWithin how long a connection to it may take, with login; positive
 */
public record Host(
    String name,
    HostAddress address,
    Map<String, String> labels,
    Retry retry,
    Duration connectWithin) {
  /** Ten seconds. */
  public static final Duration CONNECT_WITHIN = EngineOptions.DEFAULTS.connectWithin();

  /**
   * How long something is tried that cannot be reached.
   *
   * @param timeout since the first time; zero for no second time
   * @param interval the longest pause between two times; positive. The first pauses are shorter
   */
  public record Retry(Duration timeout, Duration interval) {
    /** For less than two seconds. */
    public static final Retry USUAL = new Retry(Duration.ofMillis(1750), Duration.ofSeconds(1));

    /** Checks the ranges. */
    public Retry {
      if (timeout.isNegative() || !interval.isPositive()) {
        throw new IllegalArgumentException(
            "retryTimeout must not be negative, and retryInterval positive, got "
                + timeout
                + " and "
                + interval);
      }
    }
  }

  /**
   * A host that is tried for the usual time.
   *
   * @param name its name in the file
   * @param address where its engine is
   * @param labels what selectors ask for
   */
  public Host(String name, HostAddress address, Map<String, String> labels) {
    this(name, address, labels, Retry.USUAL, CONNECT_WITHIN);
  }

  /** Copies and checks. */
  public Host {
    if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "name of a host must have letters, digits, '_', '.' and '-' only, got '" + name + "'");
    }
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(retry, "retry");
    if (!connectWithin.isPositive()) {
      throw new IllegalArgumentException("connectTimeout must be positive, got " + connectWithin);
    }
    labels = Map.copyOf(labels);
  }

  /**
   * This machine.
   *
   * @param name its name
   * @return the host
   */
  public static Host local(String name) {
    return new Host(name, HostAddress.merged(List.of()), Map.of());
  }
}
