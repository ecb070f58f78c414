package dev.ostler.linux;

import java.lang.foreign.Arena;

/**
 * Tells when something is mounted or unmounted in this mount namespace, which no inotify watch does
 * when a mount covers a watched directory.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">
 *     proc_pid_mountinfo(5)</a>
 */
public final class MountTable implements Pollable {
  private final Descriptor descriptor;

  private MountTable(int descriptor) {
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Opens the table of this process; the caller closes it.
   *
   * @return the table, ready whenever it has changed since the last look
   * @throws LinuxException if {@code /proc} is not mounted
   */
  public static MountTable open() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      return new MountTable(
          LinuxException.check(
              Libc.open(
                  CStrings.allocate(arena, "/proc/self/mountinfo"),
                  Constants.O_RDONLY | Constants.O_CLOEXEC,
                  0),
              "watch the mount table /proc/self/mountinfo"));
    }
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  // The kernel reports a changed table as an exceptional condition, once per change and poll.
  @Override
  public int interest() {
    return Constants.EPOLLPRI;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
