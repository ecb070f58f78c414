package dev.ostler.linux;

import java.util.concurrent.locks.ReentrantLock;

/*
 * Held by a pidfd, so that a signal can never hit a stranger that was given the same number. The
 * group has no such handle: its number stays taken while it has a member, so once the kernel has said
 * that there is none, it is never signalled again.
 */
/**
 * A child process that this process spawned, or another one that it has taken hold of.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class Child implements Pollable {
  private final int pid;
  private final int group;
  private final Descriptor descriptor;
  // The owner may close it while another thread sends a signal.
  private final ReentrantLock lock = new ReentrantLock();
  private boolean groupIsGone;

  Child(int pid, int group, int descriptor) {
    this.pid = pid;
    this.group = group;
    this.descriptor = new Descriptor(descriptor);
  }

  /**
   * Returns the process number.
   *
   * @return positive
   */
  public int pid() {
    return pid;
  }

  /**
   * Returns the number of its process group.
   *
   * @return its own number if it was spawned here: then it leads its group
   */
  public int group() {
    return group;
  }

  /**
   * Sends a signal to the child alone.
   *
   * @param signal which one
   * @return false if the child has been reaped or closed; one that has ended but was not reaped
   *     takes signals without effect
   * @throws LinuxException if the kernel refuses, for instance for a child of another user
   */
  public boolean signal(Signal signal) throws LinuxException {
    lock.lock();
    try {
      return descriptor.isOpen()
          && sent(
              Libc.pidfd_send_signal(descriptor.number(), signal.number()),
              "send " + signal + " to process " + pid);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a signal to every process of the child's group.
   *
   * @param signal which one
   * @return false if no process of the group is left
   * @throws LinuxException if the kernel refuses for every one of them
   */
  public boolean signalGroup(Signal signal) throws LinuxException {
    int result = killGroup(signal.number());
    return sent(result, "send " + signal + " to process group " + group);
  }

  private int killGroup(int number) {
    lock.lock();
    try {
      int result = groupIsGone ? -Errno.ESRCH : Libc.kill(-group, number);
      groupIsGone = result == -Errno.ESRCH;
      return result;
    } finally {
      lock.unlock();
    }
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
    return killGroup(0) != -Errno.ESRCH;
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      descriptor.close();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
