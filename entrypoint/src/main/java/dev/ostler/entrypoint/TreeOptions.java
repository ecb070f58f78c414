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
 * @param xattrs whether the extended attributes that belong to users (user.*) are taken from the
 *     source, as exactly those of each file and directory (a single file keeps its own); where the
 *     file system has none for the target, it is refused. Those of the system (security.*,
 *     system.*, trusted.*) are left alone
 * @param proving whether it is remembered on the disk, beyond a crash, that an update has not yet
 *     been {@link ConfigurationHandler#keep() kept}; costs every update another write
 * @param newFileMode permission bits of a single file that was not there before, 0 to 0777
 * @param staging the directory in which new versions are built, on the same mount as the target; if
 *     empty, a hidden directory beside the target
 * @param settling when a source that is written in place is read; if empty, as {@link WatchOptions}
 *     say
 * @param limits what an archive may ask for
 */
public record TreeOptions(
    boolean durable,
    boolean owner,
    boolean modified,
    boolean xattrs,
    boolean proving,
    int newFileMode,
    Optional<Path> staging,
    Optional<Settling> settling,
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
   * staging beside the target, default limits; no extended attributes, every update taken for
   * proven.
   *
   * @return the default options
   */
  public static TreeOptions defaults() {
    return new TreeOptions(
        true,
        true,
        true,
        false,
        false,
        0644,
        Optional.empty(),
        Optional.empty(),
        ArchiveLimits.defaults());
  }

  /**
   * Returns these options with another durability.
   *
   * @param durable whether to wait for the disk
   * @return a copy
   */
  public TreeOptions withDurable(boolean durable) {
    return new TreeOptions(
        durable, owner, modified, xattrs, proving, newFileMode, staging, settling, limits);
  }

  /**
   * Returns these options with or without owners.
   *
   * @param owner whether owner and group are taken from the source
   * @return a copy
   */
  public TreeOptions withOwner(boolean owner) {
    return new TreeOptions(
        durable, owner, modified, xattrs, proving, newFileMode, staging, settling, limits);
  }

  /**
   * Returns these options with or without times.
   *
   * @param modified whether the time of last modification is taken from the source
   * @return a copy
   */
  public TreeOptions withModified(boolean modified) {
    return new TreeOptions(
        durable, owner, modified, xattrs, proving, newFileMode, staging, settling, limits);
  }

  /**
   * Returns these options with extended attributes.
   *
   * @return a copy
   */
  public TreeOptions withXattrs() {
    return new TreeOptions(
        durable, owner, modified, true, proving, newFileMode, staging, settling, limits);
  }

  /**
   * Returns these options with updates that are unproven until they are {@link
   * ConfigurationHandler#keep() kept}.
   *
   * @return a copy
   */
  public TreeOptions provingEachUpdate() {
    return new TreeOptions(
        durable, owner, modified, xattrs, true, newFileMode, staging, settling, limits);
  }

  /**
   * Returns these options with another mode for new single files.
   *
   * @param newFileMode permission bits, 0 to 0777
   * @return a copy
   */
  public TreeOptions withNewFileMode(int newFileMode) {
    return new TreeOptions(
        durable, owner, modified, xattrs, proving, newFileMode, staging, settling, limits);
  }

  /**
   * Returns these options with a staging directory.
   *
   * @param staging a directory on the same mount as the target
   * @return a copy
   */
  public TreeOptions withStaging(Path staging) {
    return new TreeOptions(
        durable,
        owner,
        modified,
        xattrs,
        proving,
        newFileMode,
        Optional.of(staging),
        settling,
        limits);
  }

  /**
   * Returns these options with a settling of their own.
   *
   * @param value when a source that is written in place is read
   * @return a copy
   */
  public TreeOptions withSettling(Settling value) {
    return new TreeOptions(
        durable,
        owner,
        modified,
        xattrs,
        proving,
        newFileMode,
        staging,
        Optional.of(value),
        limits);
  }

  /**
   * Returns these options with other limits.
   *
   * @param limits what an archive may ask for
   * @return a copy
   */
  public TreeOptions withLimits(ArchiveLimits limits) {
    return new TreeOptions(
        durable, owner, modified, xattrs, proving, newFileMode, staging, settling, limits);
  }
}
