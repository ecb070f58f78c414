package dev.ostler.entrypoint;

import dev.ostler.linux.Errno;
import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.LinuxFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Asks what is at a name, and tells nothing from not knowing. */
final class Lookup {
  private Lookup() {}

  /**
   * Returns the status of what a name leads to.
   *
   * @return empty if nothing is there, or a link to nothing
   * @throws LinuxException if that cannot be known, for instance for want of permission
   */
  static Optional<FileStatus> status(Path path) throws LinuxException {
    try {
      return Optional.of(LinuxFiles.status(path));
    } catch (LinuxException refused) {
      if (isAbsence(refused)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** Whether a refusal says that nothing is there. */
  static boolean isAbsence(LinuxException refused) {
    return switch (refused.errno()) {
      case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP -> true;
      default -> false;
    };
  }
}
