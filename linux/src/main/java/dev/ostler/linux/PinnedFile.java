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
   * Says whether somebody has the file open for writing, so that it may be half written. It is
   * found out by asking for a read lease, which the kernel grants only while there is no writer.
   *
   * @return false also where the kernel does not tell: for another user's file without the
   *     privilege to lease it, and on file systems without leases
   * @see <a href="https://man7.org/linux/man-pages/man2/F_GETLEASE.2const.html">
   *     F_SETLEASE(2const)</a>
   */
  public boolean isBeingWritten() {
    int held = descriptor.number();
    // A writer that comes within the moment of the lease waits for its end, and we are told by a
    // signal: by one that nobody minds.
    Libc.fcntl(held, Constants.F_SETSIG, Signal.CHLD.number());
    int result = Libc.fcntl(held, Constants.F_SETLEASE, Constants.F_RDLCK);
    if (result == 0) {
      Libc.fcntl(held, Constants.F_SETLEASE, Constants.F_UNLCK);
    }
    return result == -Errno.EAGAIN && !isShared();
  }

  /** Network file systems refuse leases for reasons of their own. */
  private boolean isShared() {
    try {
      return LinuxFiles.isShared(path());
    } catch (LinuxException notTold) {
      return true;
    }
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
