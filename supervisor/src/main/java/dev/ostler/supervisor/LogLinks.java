package dev.ostler.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/*
 * Root must not be led by a link that the application has made: it would append what the application
 * says to any file. A folder that is root's alone shows that the link in it is so, too.
 */
/** Symbolic links in the place of a log. */
final class LogLinks {
  private static final int MOST = 40; // as the kernel
  private static final int WRITABLE_BY_OTHERS = 0022;

  private LogLinks() {}

  /** The file that a name leads to, by links that may be followed; it may not be there. */
  static Path follow(Path log) throws IOException {
    Path file = log.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MOST || !mayFollow(file)) {
        throw new IOException(
            "cannot write the log "
                + log
                + ": "
                + file
                + " is a symbolic link, in a folder that others than root may change; name the"
                + " file that it leads to");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  private static boolean mayFollow(Path link) throws IOException {
    return !isRoot() || isRootsAlone(link.resolveSibling(""));
  }

  /** Who is not root has processes of its own user only, and can write no more than they can. */
  private static boolean isRoot() throws IOException {
    return owner(Path.of("/proc/self/")) == 0;
  }

  private static boolean isRootsAlone(Path folder) throws IOException {
    int mode = (int) Files.getAttribute(folder, "unix:mode");
    return owner(folder) == 0 && (mode & WRITABLE_BY_OTHERS) == 0;
  }

  private static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }
}
