package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a target lies, and where its work place may lie. */
final class Site {
  private final Path target;
  private final Path parent;
  private final TreeOptions options;
  private final Disk disk;

  /**
   * Looks at a place.
   *
   * @param given a target; its parent is taken under its real name, so that two spellings meet
   */
  Site(Path given, TreeOptions options, Disk disk) throws IOException {
    Path absolute = given.toAbsolutePath().normalize();
    Path above = absolute.getParent();
    if (above == null) {
      throw new ConfigurationException("cannot update /: choose something below it");
    }
    if (!Files.isDirectory(above)) {
      throw new ConfigurationException(
          "cannot update %s: the directory %s is not there; create it".formatted(given, above));
    }
    this.parent = above.toRealPath();
    this.target = parent.resolve(absolute.getFileName());
    this.options = options;
    this.disk = disk;
  }

  Path target() {
    return target;
  }

  Path parent() {
    return parent;
  }

  TreeOptions options() {
    return options;
  }

  Disk disk() {
    return disk;
  }

  /** The work place beside the target. */
  WorkPlace beside() throws IOException {
    return create(parent.resolve(hidden()));
  }

  /** The work place inside the target, for one that has nothing beside it. */
  WorkPlace inside() throws IOException {
    return create(target.resolve(Gate.RESERVED));
  }

  /** The work place in the given staging directory. */
  WorkPlace given(Path staging) throws IOException {
    if (!Files.isDirectory(staging)) {
      throw new ConfigurationException(
          "cannot stage in %s: it is not a directory; create it".formatted(staging));
    }
    return create(staging.toRealPath().resolve(hidden()));
  }

  private WorkPlace create(Path directory) throws IOException {
    WorkPlace place = new WorkPlace(directory, disk, options);
    place.create();
    return place;
  }

  private String hidden() {
    return "." + target.getFileName() + Gate.RESERVED;
  }

  /** Why the target's name cannot be given to something else; empty if it can. */
  Optional<String> whyInPlace(FileStatus status) throws IOException {
    // Old kernels do not tell mount points; most of them are another file system.
    boolean otherDevice =
        status.isDirectory() && status.device() != LinuxFiles.status(parent).device();
    if (status.mountPoint() || otherDevice) {
      return Optional.of(
          "it is a mount point; mount the directory above it instead, or make it a symbolic link");
    }
    return Files.isWritable(parent)
        ? Optional.empty()
        : Optional.of(
            "this process may not write into %s; let it, or choose a target in a directory where it may"
                .formatted(parent));
  }

  /** Refuses a work place from which nothing can be renamed to the target's side. */
  void requireSameMount(WorkPlace place, Path directory) throws IOException {
    Path here = place.path("probe");
    Path there = directory.resolve(hidden() + "-probe");
    place.trees().delete(here);
    place.trees().delete(there);
    disk.createDirectory(here, 0700);
    try {
      disk.rename(here, there);
      disk.delete(there);
    } catch (AtomicMoveNotSupportedException otherMount) {
      disk.delete(here);
      throw new ConfigurationException(
          "cannot stage in %s: it is on another mount than %s; choose a directory on the same one, or none"
              .formatted(options.staging().orElseThrow(), target),
          otherMount);
    }
  }
}
