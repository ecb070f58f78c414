package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A file held by a descriptor: whatever is renamed over its name, this stays the file that was
 * there. Only somebody who writes into it in place can change it, which {@link #status()} shows.
 */
public final class PinnedFile implements AutoCloseable {
  private final Path name;
  private final Descriptor descriptor;

  private PinnedFile(Path name, int descriptor) {
    this.name = name;
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Pins the file of a name; the caller closes it.
   *
   * @param name an existing file that may be read; symbolic links are followed
   * @return the file
   * @throws LinuxException if it is not there or may not be read
   */
  public static PinnedFile open(Path name) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      int flags = Constants.O_RDONLY | Constants.O_CLOEXEC | Constants.O_NONBLOCK;
      return new PinnedFile(
          name,
          LinuxException.check(
              Libc.open(CStrings.allocate(arena, name), flags, 0), "read " + name));
    }
  }

  /**
   * Returns the name by which the file was found.
   *
   * @return as given
   */
  public Path name() {
    return name;
  }

  /**
   * Asks for the file's status now.
   *
   * @return the status
   * @throws LinuxException if the file system fails
   */
  public FileStatus status() throws LinuxException {
    return LinuxFiles.status(path());
  }

  /**
   * Returns a path that leads to this file even when its name is gone or leads elsewhere.
   *
   * @return good until {@link #close()}, in this process
   */
  public Path path() {
    return Path.of("/proc/self/fd/" + descriptor.number());
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
