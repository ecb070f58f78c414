package dev.ostler.engine;

import java.util.List;

/**
 * What a container may use. Zero is "no limit" everywhere.
 *
 * @param memory bytes
 * @param memoryReservation bytes that it should get by with when memory is short
 * @param memorySwap bytes of memory and swap together; -1 for unlimited swap
 * @param nanoCpus billionths of processors
 * @param cpuShares relative weight
 * @param cpuset processors such as {@code 0-3}; empty for all
 * @param processes how many; 0 for no limit
 * @param outOfMemoryScore -1000 to 1000, added to the kernel's score
 * @param ulimits limits of each process
 */
public record Resources(
    long memory,
    long memoryReservation,
    long memorySwap,
    long nanoCpus,
    long cpuShares,
    String cpuset,
    long processes,
    int outOfMemoryScore,
    List<Ulimit> ulimits) {
  /** No limits. */
  public static final Resources UNLIMITED = new Resources(0, 0, 0, 0, 0, "", 0, 0, List.of());

  /** Checks and copies. */
  public Resources {
    ulimits = List.copyOf(ulimits);
    if (memory < 0 || memoryReservation < 0 || memorySwap < -1 || nanoCpus < 0 || cpuShares < 0) {
      throw new IllegalArgumentException(
          "limits must not be negative: "
              + List.of(memory, memoryReservation, memorySwap, nanoCpus, cpuShares));
    }
  }

  /**
   * A limit of each process.
   *
   * @param name such as {@code nofile}
   * @param soft what holds
   * @param hard what it can be raised to
   */
  public record Ulimit(String name, long soft, long hard) {}
}
