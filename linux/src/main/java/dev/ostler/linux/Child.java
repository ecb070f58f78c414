package dev.ostler.linux;

/*
 * Held by a pidfd, so that a signal can never hit a stranger that was given the same number. The
 * group has no such handle: the number of a group stays taken while it has a member, and it is
 * signalled only after groupIsAlive said so in the same breath, on the thread that reaps.
 */
/**
 * A child process that this process spawned.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class Child implements Pollable {
  private final int pid;
  private final int descriptor;
  private boolean open = true;

  Child(int pid, int descriptor) {
    this.pid = pid;
    this.descriptor = descriptor;
  }

  /**
   * Returns the process number, which is also the number of the process group that it leads.
   *
   * @return positive
   */
  public int pid() {
    return pid;
  }

  /**
   * Sends a signal to the child alone.
   *
   * @param signal which one
   * @return false if the child has ended
   * @throws LinuxException if the kernel refuses, for instance for a child of another user
   */
  public boolean signal(Signal signal) throws LinuxException {
    if (!open) {
      return false;
    }
    return sent(
        Libc.pidfd_send_signal(descriptor, signal.number()),
        "send " + signal + " to process " + pid);
  }

  /**
   * Sends a signal to every process of the child's group.
   *
   * @param signal which one
   * @return false if no process of the group is left
   * @throws LinuxException if the kernel refuses for every one of them
   */
  public boolean signalGroup(Signal signal) throws LinuxException {
    return sent(Libc.kill(-pid, signal.number()), "send " + signal + " to process group " + pid);
  }

  private static boolean sent(int result, String action) throws LinuxException {
    if (result == -Errno.ESRCH) {
      return false;
    }
    LinuxException.check(result, action);
    return true;
  }

  /**
   * Says whether the child's process group has a member that has not been reaped.
   *
   * @return whether somebody is left
   */
  public boolean groupIsAlive() {
    // EPERM means that there is somebody, though not ours to signal.
    return Libc.kill(-pid, 0) != -Errno.ESRCH;
  }

  @Override
  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      Libc.close(descriptor);
    }
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
