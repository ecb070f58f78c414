package dev.ostler.fleet;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How much a container may use. Absent means: no limit of its own.
 *
 * @param memory bytes of memory
 * @param memoryReservation bytes of memory that it should get when memory is short
 * @param memorySwap bytes of memory and swap together; -1 for any
 * @param sharedMemory bytes of {@code /dev/shm}
 * @param nanoCpus processors in billionths
 * @param cpuShares weight against other containers
 * @param cpuset processors it may use, such as {@code 0-2}; empty for all
 * @param pids processes at once
 * @param ulimits limits of its processes by name
 */
public record ResourceSpec(
    OptionalLong memory,
    OptionalLong memoryReservation,
    OptionalLong memorySwap,
    OptionalLong sharedMemory,
    OptionalLong nanoCpus,
    OptionalLong cpuShares,
    String cpuset,
    OptionalLong pids,
    Map<String, Ulimit> ulimits) {

  private static final ResourceSpec UNLIMITED =
      new ResourceSpec(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          "",
          OptionalLong.empty(),
          Map.of());

  /** Copies. */
  public ResourceSpec {
    ulimits = Map.copyOf(ulimits);
  }

  /**
   * No limits.
   *
   * @return the default
   */
  public static ResourceSpec unlimited() {
    return UNLIMITED;
  }

  /**
   * A limit of a process.
   *
   * @param soft what holds
   * @param hard up to where the process may raise it
   */
  public record Ulimit(long soft, long hard) {
    /** {@code SOFT:HARD}. */
    @Override
    public String toString() {
      return soft + ":" + hard;
    }
  }
}
