package dev.ostler.entrypoint;

import dev.ostler.linux.Errno;
import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out how a target directory can be updated. */
final class TargetOpening {
  private final Site site;
  private final Path target;
  private final Disk disk;

  TargetOpening(Site site) {
    this.site = site;
    this.target = site.target();
    this.disk = site.disk();
  }

  TargetDirectory open() throws IOException {
    Optional<FileStatus> status = Trees.status(target);
    if (status.isPresent() && !status.get().isDirectory() && !status.get().isSymbolicLink()) {
      throw new ConfigurationException(
          "cannot update %s as a directory: it is a file".formatted(target));
    }
    Optional<String> inPlace =
        status.isPresent() && status.get().isDirectory()
            ? site.whyInPlace(status.get())
            : Optional.empty();
    WorkPlace home = inPlace.isPresent() ? site.inside() : site.beside();
    TargetLock lock = TargetLock.take(home.path("lock"), target);
    try {
      WorkPlace place = home;
      if (site.options().staging().isPresent()) {
        place = site.given(site.options().staging().get());
        site.requireSameMount(place, inPlace.isPresent() ? target : site.parent());
      }
      boolean link = status.isPresent() && status.get().isSymbolicLink();
      Switching switching = link ? new SymlinkSwitch(target, place) : switching(inPlace, place);
      switching.recover();
      place.forgetProofs();
      place.empty();
      if (switching instanceof ExchangeSwitch exchange && isFromLowerLayer(place)) {
        exchange.rebuild();
        place.empty();
      }
      return new TargetDirectory(site, place, switching, lock);
    } catch (IOException | RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  private Switching switching(Optional<String> inPlace, WorkPlace place) throws IOException {
    if (inPlace.isPresent()) {
      return new JournalSwitch(target, place, notAtomic(inPlace.get()));
    }
    if (!canExchange(place)) {
      String reason = "its file system cannot exchange directories; make it a symbolic link";
      return new JournalSwitch(target, place, notAtomic(reason));
    }
    return new ExchangeSwitch(target, place);
  }

  private String notAtomic(String reason) {
    return "%s is updated file by file, so that readers can see old and new files together: %s"
        .formatted(target, reason);
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
      place.trees().delete(one);
      place.trees().delete(other);
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
