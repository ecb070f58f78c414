package dev.ostler.entrypoint;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * How files come out that this process creates.
 *
 * @param owner their owner
 * @param group their group
 * @param gives whether the process may give them to another owner
 */
record Identity(int owner, int group, boolean gives) {
  /** Finds out by creating something. */
  static Identity probe(WorkPlace place) throws IOException {
    Path probe = place.path("probe");
    place.trees().delete(probe);
    place.disk().createDirectory(probe, 0700);
    FileStatus status = LinuxFiles.linkStatus(probe);
    Identity identity =
        new Identity(status.owner(), status.group(), gives(place.disk(), probe, status));
    place.trees().delete(probe);
    return identity;
  }

  private static boolean gives(Disk disk, Path own, FileStatus status) throws IOException {
    try {
      // Anybody else will do; a neighbour is likelier to exist in a user namespace than nobody.
      disk.owner(own, status.owner() ^ 1, status.group() ^ 1);
      return true;
    } catch (FileSystemException notPermitted) {
      return false;
    }
  }
}
