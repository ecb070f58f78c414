package dev.ostler.supervisor;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A folder for sockets that processes find by their environment, made when the first is. */
final class SocketFolder implements AutoCloseable {
  private static final Path RUN = Path.of("/run");

  /** Others may pass through, for processes run as other users, but not look around. */
  private static final String MODE = "rwx--x--x";

  private @Nullable Path made;

  Path get() throws IOException {
    Path folder = made;
    if (folder == null) {
      folder = make();
      made = folder;
    }
    return folder;
  }

  private static Path make() throws IOException {
    Path base = Files.isWritable(RUN) ? RUN : Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Path folder = Files.createTempDirectory(base, "ostler-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(MODE));
      return folder;
    } catch (FileSystemException refused) {
      throw new IOException(
          "cannot make a folder for NOTIFY_SOCKET in %s: %s; mount a tmpfs at /run"
              .formatted(base, refused.getReason() == null ? "no permission" : refused.getReason()),
          refused);
    }
  }

  /** The sockets in it are gone by then. */
  @Override
  public void close() {
    if (made != null) {
      try {
        Files.deleteIfExists(made);
      } catch (IOException leftBehind) {
        // An empty folder below /run; the next start of the machine clears it.
      }
      made = null;
    }
  }
}
