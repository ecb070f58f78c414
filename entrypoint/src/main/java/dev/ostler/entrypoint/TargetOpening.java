package dev.ostler.entrypoint;

import dev.ostler.linux.Errno;
import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out how a target directory can be updated. */
final class TargetOpening {
  private final Path target;
  private final Path parent;
  private final TreeOptions options;
  private final Disk disk;

  TargetOpening(Path given, TreeOptions options, Disk disk) throws IOException {
    this.parent = realParent(given);
    this.target = parent.resolve(given.toAbsolutePath().normalize().getFileName());
    this.options = options;
    this.disk = disk;
  }

  /** The directory that holds a target, under its real name, so that two spellings meet. */
  static Path realParent(Path given) throws IOException {
    Path parent = given.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new ConfigurationException("cannot update /: choose a directory below it");
    }
    if (!Files.isDirectory(parent)) {
      throw new ConfigurationException(
          "cannot update %s: the directory %s is not there; create it".formatted(given, parent));
    }
    return parent.toRealPath();
  }

  TargetDirectory open() throws IOException {
    Optional<FileStatus> status = Trees.status(target);
    if (status.isPresent() && !status.get().isDirectory() && !status.get().isSymbolicLink()) {
      throw new ConfigurationException(
          "cannot update %s as a directory: it is a file".formatted(target));
    }
    Optional<String> why = whyInPlace(status);
    Path home = why.isPresent() ? target.resolve(Gate.RESERVED) : parent.resolve(hidden());
    WorkPlace homePlace = new WorkPlace(home, disk, options.durable());
    homePlace.create();
    TargetLock lock = TargetLock.take(homePlace.path("lock"), target);
    try {
      WorkPlace place =
          options.staging().isPresent() ? givenPlace(options.staging().get()) : homePlace;
      Switching switching = switching(status, why, place);
      TargetDirectory directory = new TargetDirectory(target, options, place, switching, lock);
      return directory;
    } catch (IOException | RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  private String hidden() {
    return "." + target.getFileName() + Gate.RESERVED;
  }

  private WorkPlace givenPlace(Path staging) throws IOException {
    if (!Files.isDirectory(staging)) {
      throw new ConfigurationException(
          "cannot stage in %s: it is not a directory; create it".formatted(staging));
    }
    WorkPlace place =
        new WorkPlace(staging.toRealPath().resolve(hidden()), disk, options.durable());
    place.create();
    return place;
  }

  /** Why the name of the target cannot be given to another directory. */
  private Optional<String> whyInPlace(Optional<FileStatus> status) throws IOException {
    if (status.isPresent() && status.get().isDirectory()) {
      boolean mounted =
          status.get().mountPoint() || status.get().device() != LinuxFiles.status(parent).device();
      if (mounted) {
        return Optional.of(
            notAtomic(
                target + " is a mount point",
                "mount the directory above it instead, or make the target a symbolic link"));
      }
      if (!Files.isWritable(parent)) {
        return Optional.of(
            notAtomic(
                "this process may not write into " + parent,
                "let it, or put the target into a directory that it may write into"));
      }
    }
    return Optional.empty();
  }

  private String notAtomic(String reason, String advice) {
    return "%s is updated file by file, so that readers can see old and new files together: %s; %s"
        .formatted(target, reason, advice);
  }

  private Switching switching(Optional<FileStatus> status, Optional<String> why, WorkPlace place)
      throws IOException {
    if (options.staging().isPresent()) {
      requireSameMount(place, why.isPresent() ? target : parent);
    }
    Switching switching;
    if (status.isPresent() && status.get().isSymbolicLink()) {
      switching = new SymlinkSwitch(target, place);
    } else if (why.isPresent()) {
      switching = new JournalSwitch(target, place, why.get());
    } else if (!canExchange(place)) {
      String reason =
          notAtomic(
              "its file system cannot exchange directories", "use a symbolic link as the target");
      switching = new JournalSwitch(target, place, reason);
    } else {
      switching = new ExchangeSwitch(target, place);
    }
    switching.recover();
    place.empty();
    if (switching instanceof ExchangeSwitch exchange && isFromLowerLayer(place)) {
      exchange.rebuild();
    }
    return switching;
  }

  private void requireSameMount(WorkPlace place, Path directory) throws IOException {
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

  private boolean canExchange(WorkPlace place) throws IOException {
    Path one = place.path("probe-one");
    Path other = place.path("probe-other");
    place.trees().delete(one);
    place.trees().delete(other);
    disk.createDirectory(one, 0700);
    disk.createDirectory(other, 0700);
    try {
      disk.exchange(one, other);
      return true;
    } catch (LinuxException refused) {
      return switch (refused.errno()) {
        case Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP -> false;
        default -> throw refused;
      };
    } finally {
      disk.delete(one);
      disk.delete(other);
    }
  }

  /*
   * An overlay refuses to rename a directory of a lower layer before it looks at anything else;
   * every file system refuses to rename a directory over one that is not empty. So this asks
   * without ever moving anything.
   */
  private boolean isFromLowerLayer(WorkPlace place) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    Path full = place.path("probe");
    place.trees().delete(full);
    disk.createDirectory(full, 0700);
    disk.createDirectory(full.resolve("member"), 0700);
    try {
      disk.rename(target, full);
      throw new AssertionError("internal error: " + target + " was renamed over a full directory");
    } catch (AtomicMoveNotSupportedException lower) {
      return true;
    } catch (FileSystemException notEmpty) {
      return false;
    } finally {
      place.trees().delete(full);
    }
  }
}
