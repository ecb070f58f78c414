package dev.ostler.fleet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is mounted in a container.
 *
 * @param mounts folders and files of the host, and volumes
 * @param tmpfs folders in memory with their options, such as {@code size=64m}
 */
public record StorageSpec(List<Mount> mounts, Map<String, String> tmpfs) {
  private static final StorageSpec NONE = new StorageSpec(List.of(), Map.of());

  /** Copies. */
  public StorageSpec {
    mounts = List.copyOf(mounts);
    tmpfs = Map.copyOf(new TreeMap<>(tmpfs));
  }

  /**
   * Nothing.
   *
   * @return the default
   */
  public static StorageSpec none() {
    return NONE;
  }
}
