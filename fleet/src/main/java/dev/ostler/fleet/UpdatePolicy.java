package dev.ostler.fleet;

import java.time.Duration;

/**
 * How a workload goes from one version to the next on its hosts.
 *
 * @param order what comes first on each host
 * @param batch how many hosts at once
 * @param canary how many hosts go first, alone; 0 for none
 * @param monitor how long a started container without a health check must stay up, and how long to
 *     look at canaries before the others follow
 * @param maxFailures how many hosts may fail before the rest is not begun
 * @param onFailure what happens when more than that have failed
 * @param isWatched whether a container must stay up for {@code monitor} also when a probe or a
 *     health check has found it working
 */
public record UpdatePolicy(
    Order order,
    Batch batch,
    int canary,
    Duration monitor,
    int maxFailures,
    OnFailure onFailure,
    boolean isWatched) {

  /** What comes first. */
  public enum Order {
    /** The old container stops before the new one starts: never two at once. */
    STOP_FIRST,
    /** The new container works before the old one stops. */
    START_FIRST
  }

  /** What happens when too many hosts have failed. A host that failed has its old one back. */
  public enum OnFailure {
    /** The hosts not yet begun keep the old version; those done keep the new one. */
    STOP,
    /** All other hosts are tried. */
    CONTINUE,
    /** Those done get the old version back. */
    ROLLBACK
  }

  /** Checks the ranges. */
  public UpdatePolicy {
    if (canary < 0) {
      throw new IllegalArgumentException("canary must not be negative, got " + canary);
    }
    if (monitor.isNegative()) {
      throw new IllegalArgumentException("monitor must not be negative, got " + monitor);
    }
    if (maxFailures < 0) {
      throw new IllegalArgumentException("maxFailures must not be negative, got " + maxFailures);
    }
  }

  /**
   * A policy by which a container works as soon as a probe or a health check says so.
   *
   * @param order what comes first on each host
   * @param batch how many hosts at once
   * @param canary how many hosts go first, alone; 0 for none
   * @param monitor how long a started container without a health check must stay up
   * @param maxFailures how many hosts may fail before the rest is not begun
   * @param onFailure what happens when more than that have failed
   */
  public UpdatePolicy(
      Order order,
      Batch batch,
      int canary,
      Duration monitor,
      int maxFailures,
      OnFailure onFailure) {
    this(order, batch, canary, monitor, maxFailures, onFailure, false);
  }

  /**
   * One host after the other, the old container stopped first, and back to it on the first failure.
   *
   * @return the default
   */
  public static UpdatePolicy careful() {
    return new UpdatePolicy(
        Order.STOP_FIRST, Batch.of(1), 0, Duration.ofSeconds(5), 0, OnFailure.ROLLBACK);
  }

  /**
   * The same in another order.
   *
   * @param other what comes first
   * @return the new policy
   */
  public UpdatePolicy with(Order other) {
    return new UpdatePolicy(other, batch, canary, monitor, maxFailures, onFailure, isWatched);
  }

  /**
   * How many hosts at once.
   *
   * @param number hosts, or percent of them; at least 1
   * @param isPercent whether it is a percentage
   */
  public record Batch(int number, boolean isPercent) {
    /** Checks the range. */
    public Batch {
      if (number < 1 || (isPercent && number > 100)) {
        throw new IllegalArgumentException(
            "batch must be at least 1, or 1% to 100%, got " + number + (isPercent ? "%" : ""));
      }
    }

    /**
     * So many hosts.
     *
     * @param hosts at least 1
     * @return the batch
     */
    public static Batch of(int hosts) {
      return new Batch(hosts, false);
    }

    /**
     * So many percent of the hosts, rounded down, at least one.
     *
     * @param percent 1 to 100
     * @return the batch
     */
    public static Batch ofPercent(int percent) {
      return new Batch(percent, true);
    }

    int share(long hosts) {
      return isPercent ? (int) Math.max(1, hosts * number / 100) : number;
    }
  }
}
