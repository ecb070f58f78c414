package dev.ostler.entrypoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a target is updated.
 *
 * @param durable whether an update survives a power cut once it is reported; costs the disk's
 *     synchronisation time
 * @param owner whether owner and group are taken from the source; where the process may not give
 *     files away they are left alone
 * @param modified whether the time of last modification is taken from the source
 * @param newFileMode permission bits of a single file that was not there before, 0 to 0777
 * @param staging the directory in which new versions are built, on the same mount as the target; if
 *     empty, a hidden directory beside the target
 * @param limits what an archive may ask for
 */
public record TreeOptions(
    boolean durable,
    boolean owner,
    boolean modified,
    int newFileMode,
    Optional<Path> staging,
    ArchiveLimits limits) {
  /** Refuses a mode that is more than permission bits. */
  public TreeOptions {
    if ((newFileMode & ~0777) != 0) {
      throw new IllegalArgumentException(
          "newFileMode must be between 0 and 0777, got 0" + Integer.toOctalString(newFileMode));
    }
  }

  /**
   * Returns the safe choice: durable, owner and times as in the source, new single files 0644,
   * staging beside the target, default limits.
   *
   * @return the default options
   */
  public static TreeOptions defaults() {
    return new TreeOptions(true, true, true, 0644, Optional.empty(), ArchiveLimits.defaults());
  }

  /**
   * Returns these options with another durability.
   *
   * @param durable whether to wait for the disk
   * @return a copy
   */
  public TreeOptions withDurable(boolean durable) {
    return new TreeOptions(durable, owner, modified, newFileMode, staging, limits);
  }

  /**
   * Returns these options with or without owners.
   *
   * @param owner whether owner and group are taken from the source
   * @return a copy
   */
  public TreeOptions withOwner(boolean owner) {
    return new TreeOptions(durable, owner, modified, newFileMode, staging, limits);
  }

  /**
   * Returns these options with or without times.
   *
   * @param modified whether the time of last modification is taken from the source
   * @return a copy
   */
  public TreeOptions withModified(boolean modified) {
    return new TreeOptions(durable, owner, modified, newFileMode, staging, limits);
  }

  /**
   * Returns these options with another mode for new single files.
   *
   * @param newFileMode permission bits, 0 to 0777
   * @return a copy
   */
  public TreeOptions withNewFileMode(int newFileMode) {
    return new TreeOptions(durable, owner, modified, newFileMode, staging, limits);
  }

  /**
   * Returns these options with a staging directory.
   *
   * @param staging a directory on the same mount as the target
   * @return a copy
   */
  public TreeOptions withStaging(Path staging) {
    return new TreeOptions(durable, owner, modified, newFileMode, Optional.of(staging), limits);
  }

  /**
   * Returns these options with other limits.
   *
   * @param limits what an archive may ask for
   * @return a copy
   */
  public TreeOptions withLimits(ArchiveLimits limits) {
    return new TreeOptions(durable, owner, modified, newFileMode, staging, limits);
  }
}
