package dev.ostler.linux;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spawns and reaps children.
 *
 * <p>{@link #reapEnded()} is not for use next to {@link Process}: it takes exits that {@code
 * Process} waits for, which then reports 0. {@link #reap(Child)} takes one child's exit and is safe
 * beside it.
 */
public final class Children {
  // Held from the spawn until the pidfd is open: reaping in between would free the number for a
  // stranger, and the limits that are set around a spawn are the whole process's.
  private static final ReentrantLock LIFE = new ReentrantLock();

  private static final String[] NONE = {};
  static final int SIGINFO_SIZE = 128;

  private Children() {}

  /**
   * Makes this process the parent of every orphan among its descendants, as process 1 is anyway.
   *
   * @throws LinuxException if the kernel refuses
   * @see <a href="https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html">
   *     PR_SET_CHILD_SUBREAPER(2const)</a>
   */
  public static void adoptOrphans() throws LinuxException {
    LinuxException.check(
        Libc.prctl(Constants.PR_SET_CHILD_SUBREAPER, 1), "become a child subreaper");
  }

  /**
   * Spawns a child in a session or group of its own, with no signal blocked or ignored and no
   * descriptor but 0 to 2.
   *
   * @param command what and how
   * @return the child; the caller closes it
   * @throws LinuxException with ENOENT or EACCES if the program is not there or not executable,
   *     EPERM if the credentials or limits may not be had, or whatever else the kernel says
   * @see <a href="https://man7.org/linux/man-pages/man3/posix_spawn.3.html">posix_spawn(3)</a>
   */
  public static Child spawn(ChildCommand command) throws LinuxException {
    String executable = command.findExecutable();
    LIFE.lock();
    try {
      return new Spawn(command, executable).run();
    } finally {
      LIFE.unlock();
    }
  }

  /**
   * Takes hold of a process that was not spawned here. Only a child of ours can be reaped, which it
   * may become when its parent ends.
   *
   * @param pid its number
   * @return empty if there is no such process; the caller closes it
   * @throws LinuxException if the kernel refuses
   * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
   */
  public static Optional<Child> hold(int pid) throws LinuxException {
    int descriptor = Libc.pidfd_open(pid);
    if (descriptor == -Errno.ESRCH || descriptor == -Errno.EINVAL) {
      return Optional.empty(); // EINVAL: a thread's number
    }
    LinuxException.check(descriptor, "hold process " + pid + " (pidfd_open)");
    int group = Libc.getpgid(pid);
    Child held = new Child(pid, group, descriptor);
    // The number was still its own when its group was asked for if it is there now.
    if (group > 0 && Libc.pidfd_send_signal(descriptor, 0) != -Errno.ESRCH) {
      return Optional.of(held);
    }
    held.close();
    return Optional.empty();
  }

  /**
   * Reaps every child that has already ended, spawned or adopted. Never blocks.
   *
   * @return the exits in the kernel's order; empty if no child has ended
   * @throws LinuxException if the kernel refuses to wait; having no children is not an error
   * @see <a href="https://man7.org/linux/man-pages/man2/waitid.2.html">waitid(2)</a>
   */
  public static List<ChildExit> reapEnded() throws LinuxException {
    List<ChildExit> exits = new ArrayList<>();
    LIFE.lock();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
      Optional<ChildExit> exit = reap(Constants.P_ALL, 0, info);
      while (exit.isPresent()) {
        exits.add(exit.get());
        exit = reap(Constants.P_ALL, 0, info);
      }
    } finally {
      LIFE.unlock();
    }
    return exits;
  }

  /**
   * Reaps one child if it has ended. Never blocks.
   *
   * @param child a child that was not reaped yet
   * @return its exit; empty while it runs
   * @throws LinuxException if the kernel refuses; ECHILD if it is no child of ours, or somebody
   *     else has reaped it
   */
  public static Optional<ChildExit> reap(Child child) throws LinuxException {
    LIFE.lock();
    try (Arena arena = Arena.ofConfined()) {
      return reap(Constants.P_PID, child.pid(), arena.allocate(SIGINFO_SIZE, 8));
    } finally {
      LIFE.unlock();
    }
  }

  private static Optional<ChildExit> reap(int idType, int id, MemorySegment info)
      throws LinuxException {
    ByteBuffer fields = Libc.buffer(info).putInt(16, 0);
    int result = Libc.waitid(idType, id, info.address(), Constants.WEXITED | Constants.WNOHANG);
    if (result == -Errno.ECHILD && idType == Constants.P_ALL) {
      return Optional.empty();
    }
    LinuxException.check(result, "wait for children (waitid)");
    int pid = fields.getInt(16);
    return pid == 0 ? Optional.empty() : Optional.of(exit(pid, fields));
  }

  private static ChildExit exit(int pid, ByteBuffer info) {
    int code = info.getInt(8);
    int status = info.getInt(24);
    return new ChildExit(
        pid,
        code == Constants.CLD_EXITED
            ? new ChildExit.Exited(status)
            : new ChildExit.Killed(new Signal(status), code == Constants.CLD_DUMPED));
  }

  /**
   * Says whether this process has any child, spawned or adopted, that has not been reaped.
   *
   * @return whether somebody is left
   */
  public static boolean areLeft() {
    try (Arena arena = Arena.ofConfined()) {
      long info = arena.allocate(SIGINFO_SIZE, 8).address();
      int options = Constants.WEXITED | Constants.WNOHANG | Constants.WNOWAIT;
      return Libc.waitid(Constants.P_ALL, 0, info, options) != -Errno.ECHILD;
    }
  }

  /**
   * Sends a signal to every child, spawned or adopted, and lets stopped ones go on. Whom a child
   * leaves behind when it ends is adopted by then, and needs a further call. For the thread that
   * reaps.
   *
   * @param signal which one
   */
  public static void signalAll(Signal signal) {
    signalOthers(signal, new HashSet<>());
  }

  /**
   * Does the same for all but some.
   *
   * @param signal which one
   * @param spared the numbers of the children that get no signal; those that got one are added
   */
  public static void signalOthers(Signal signal, Set<Integer> spared) {
    if (!areLeft()) {
      return;
    }
    int us = Libc.getpid();
    String[] entries = Objects.requireNonNullElse(new File("/proc").list(), NONE);
    for (String entry : entries) {
      if (Ascii.isNumber(entry) && parentOf(entry) == us && spared.add(Integer.valueOf(entry))) {
        // Not reaped yet, since only this thread reaps: the number is still the child's.
        int child = Integer.parseInt(entry);
        Libc.kill(child, signal.number());
        Libc.kill(child, Signal.CONT.number()); // A stopped process reacts to nothing but KILL.
      }
    }
  }

  /** The parent's number from proc_pid_stat(5): the second field after the name in parentheses. */
  private static int parentOf(String pid) {
    try (FileInputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
      String stat = CStrings.decode(in.readAllBytes());
      int state = stat.lastIndexOf(')') + 2;
      int end = stat.indexOf(' ', state + 2);
      return Integer.parseInt(stat.substring(state + 2, end));
    } catch (IOException gone) {
      return -1;
    }
  }

  /**
   * Tells which signal has stopped a child since the last call, as Ctrl-Z does.
   *
   * @param child a child that has not been reaped
   * @return the signal; empty if it has not been stopped
   */
  public static Optional<Signal> stoppedBy(Child child) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
      int options = Constants.WSTOPPED | Constants.WNOHANG;
      int result = Libc.waitid(Constants.P_PID, child.pid(), info.address(), options);
      ByteBuffer fields = Libc.buffer(info);
      return result < 0 || fields.getInt(16) == 0
          ? Optional.empty()
          : Optional.of(new Signal(fields.getInt(24)));
    }
  }
}
