package dev.ostler.engine;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a container sees of files besides its image.
 *
 * @param mounts host paths, volumes and memory file systems
 * @param tmpfs memory file systems as {@code --tmpfs} makes them: path and mount options, which may
 *     be empty
 * @param readOnlyRoot whether the root file system is read-only
 * @param sharedMemory bytes of {@code /dev/shm}; nothing for the engine's default
 */
public record Storage(
    List<Mount> mounts,
    Map<String, String> tmpfs,
    boolean readOnlyRoot,
    OptionalLong sharedMemory) {
  /** The image alone. */
  public static final Storage NONE = new Storage(List.of(), Map.of(), false, OptionalLong.empty());

  /** Copies. */
  public Storage {
    mounts = List.copyOf(mounts);
    tmpfs = Copies.of(tmpfs);
  }

  /**
   * Returns the same with other mounts.
   *
   * @param other all of them
   * @return the storage
   */
  public Storage withMounts(List<Mount> other) {
    return new Storage(other, tmpfs, readOnlyRoot, sharedMemory);
  }
}
