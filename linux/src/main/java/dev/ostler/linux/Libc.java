package dev.ostler.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The C library but for its sockets: C names, plain numbers, failures as negated errno. */
final class Libc {
  private static final NativeFunction ACCESS = new NativeFunction("access");
  private static final NativeFunction CHMOD = new NativeFunction("chmod");
  private static final NativeFunction CLOSE = new NativeFunction("close");
  private static final NativeFunction CLOSE_RANGE = new NativeFunction("close_range");
  private static final NativeFunction EPOLL_CREATE1 = new NativeFunction("epoll_create1");
  private static final NativeFunction EPOLL_CTL = new NativeFunction("epoll_ctl");
  private static final NativeFunction EPOLL_WAIT = new NativeFunction("epoll_wait");
  private static final NativeFunction EVENTFD = new NativeFunction("eventfd");
  private static final NativeFunction EXECVE = new NativeFunction("execve");
  private static final NativeFunction FCNTL = new NativeFunction("fcntl");
  private static final NativeFunction FSYNC = new NativeFunction("fsync");
  private static final NativeFunction GETGID = new NativeFunction("getgid");
  private static final NativeFunction GETPGID = new NativeFunction("getpgid");
  private static final NativeFunction GETPGRP = new NativeFunction("getpgrp");
  private static final NativeFunction GETPID = new NativeFunction("getpid");
  private static final NativeFunction GETSID = new NativeFunction("getsid");
  private static final NativeFunction GETUID = new NativeFunction("getuid");
  private static final NativeFunction INOTIFY_ADD_WATCH = new NativeFunction("inotify_add_watch");
  private static final NativeFunction INOTIFY_INIT1 = new NativeFunction("inotify_init1");
  private static final NativeFunction INOTIFY_RM_WATCH = new NativeFunction("inotify_rm_watch");
  private static final NativeFunction ISATTY = new NativeFunction("isatty");
  private static final NativeFunction KILL = new NativeFunction("kill");
  private static final NativeFunction MOUNT = new NativeFunction("mount");
  private static final NativeFunction OPEN = new NativeFunction("open");
  private static final NativeFunction PIPE2 = new NativeFunction("pipe2");
  private static final NativeFunction POLL = new NativeFunction("poll");
  private static final NativeFunction POSIX_SPAWN = new NativeFunction("posix_spawn");
  private static final NativeFunction POSIX_SPAWNATTR_DESTROY =
      new NativeFunction("posix_spawnattr_destroy");
  private static final NativeFunction POSIX_SPAWNATTR_INIT =
      new NativeFunction("posix_spawnattr_init");
  private static final NativeFunction POSIX_SPAWNATTR_SETFLAGS =
      new NativeFunction("posix_spawnattr_setflags");
  private static final NativeFunction POSIX_SPAWNATTR_SETPGROUP =
      new NativeFunction("posix_spawnattr_setpgroup");
  private static final NativeFunction POSIX_SPAWNATTR_SETSIGDEFAULT =
      new NativeFunction("posix_spawnattr_setsigdefault");
  private static final NativeFunction POSIX_SPAWNATTR_SETSIGMASK =
      new NativeFunction("posix_spawnattr_setsigmask");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP =
      new NativeFunction("posix_spawn_file_actions_addchdir_np");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE =
      new NativeFunction("posix_spawn_file_actions_addclose");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP =
      new NativeFunction("posix_spawn_file_actions_addclosefrom_np");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDDUP2 =
      new NativeFunction("posix_spawn_file_actions_adddup2");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDOPEN =
      new NativeFunction("posix_spawn_file_actions_addopen");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDTCSETPGRP_NP =
      new NativeFunction("posix_spawn_file_actions_addtcsetpgrp_np");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_DESTROY =
      new NativeFunction("posix_spawn_file_actions_destroy");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_INIT =
      new NativeFunction("posix_spawn_file_actions_init");
  private static final NativeFunction PRCTL = new NativeFunction("prctl");
  private static final NativeFunction PRLIMIT = new NativeFunction("prlimit");
  private static final NativeFunction PTHREAD_SIGMASK = new NativeFunction("pthread_sigmask");
  private static final NativeFunction RAISE = new NativeFunction("raise");
  private static final NativeFunction READ = new NativeFunction("read");
  private static final NativeFunction RENAMEAT2 = new NativeFunction("renameat2");
  private static final NativeFunction SETPRIORITY = new NativeFunction("setpriority");
  private static final NativeFunction SIGNAL = new NativeFunction("signal");
  private static final NativeFunction SIGNALFD = new NativeFunction("signalfd");
  private static final NativeFunction SIGTIMEDWAIT = new NativeFunction("sigtimedwait");
  private static final NativeFunction STATFS = new NativeFunction("statfs");
  private static final NativeFunction STATX = new NativeFunction("statx");
  private static final NativeFunction STRERRORDESC_NP = new NativeFunction("strerrordesc_np");
  private static final NativeFunction SYNCFS = new NativeFunction("syncfs");
  private static final NativeFunction SYSCALL = new NativeFunction("syscall");
  private static final NativeFunction TCGETPGRP = new NativeFunction("tcgetpgrp");
  private static final NativeFunction TCSETPGRP = new NativeFunction("tcsetpgrp");
  private static final NativeFunction TIMERFD_CREATE = new NativeFunction("timerfd_create");
  private static final NativeFunction TIMERFD_SETTIME = new NativeFunction("timerfd_settime");
  private static final NativeFunction UMASK = new NativeFunction("umask");
  private static final NativeFunction UNSHARE = new NativeFunction("unshare");
  private static final NativeFunction WAITID = new NativeFunction("waitid");
  private static final NativeFunction WRITE = new NativeFunction("write");
  private static final NativeFunction _EXIT = new NativeFunction("_exit");

  private Libc() {}

  /**
   * A view for reading and writing C structures at plain offsets: the variable handles behind
   * {@link MemorySegment#get} cost start-up time that a ByteBuffer does not.
   */
  static ByteBuffer buffer(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  static int open(long path, int flags, int mode) {
    return OPEN.call(path, flags, mode);
  }

  static int close(int fd) {
    return CLOSE.call(fd);
  }

  static int close_range(int first, int last, int flags) {
    return CLOSE_RANGE.call(first, last, flags);
  }

  static int fcntl(int fd, int command, int argument) {
    return FCNTL.call(fd, command, argument);
  }

  static int read(int fd, long buffer, int length) {
    return READ.call(fd, buffer, length);
  }

  static int write(int fd, long buffer, int length) {
    return WRITE.call(fd, buffer, length);
  }

  static int pipe2(long descriptors, int flags) {
    return PIPE2.call(descriptors, flags, 0);
  }

  static int poll(long descriptors, int count, int timeoutMillis) {
    return POLL.call(descriptors, count, timeoutMillis);
  }

  static int fsync(int fd) {
    return FSYNC.callThatWaits(fd, 0, 0, 0, 0, 0);
  }

  static int syncfs(int fd) {
    return SYNCFS.callThatWaits(fd, 0, 0, 0, 0, 0);
  }

  static int renameat2(long from, long to, int flags) {
    return RENAMEAT2.call(Constants.AT_FDCWD, from, Constants.AT_FDCWD, to, flags, 0);
  }

  static int statx(int directory, long path, int flags, int mask, long statx) {
    return STATX.call(directory, path, flags, mask, statx, 0);
  }

  static int statfs(long path, long statfs) {
    return STATFS.call(path, statfs, 0);
  }

  static int access(long path, int mode) {
    return ACCESS.call(path, mode, 0);
  }

  static int chmod(long path, int mode) {
    return CHMOD.call(path, mode, 0);
  }

  static int epoll_create1(int flags) {
    return EPOLL_CREATE1.call(flags);
  }

  static int epoll_ctl(int epoll, int operation, int fd, long event) {
    return EPOLL_CTL.call(epoll, operation, fd, event, 0, 0);
  }

  static int epoll_wait(int epoll, long events, int count, int timeoutMillis) {
    return EPOLL_WAIT.callThatWaits(epoll, events, count, timeoutMillis, 0, 0);
  }

  static int eventfd(int initial, int flags) {
    return EVENTFD.call(initial, flags, 0);
  }

  static int timerfd_create(int clock, int flags) {
    return TIMERFD_CREATE.call(clock, flags, 0);
  }

  static int timerfd_settime(int fd, int flags, long newValue) {
    return TIMERFD_SETTIME.call(fd, flags, newValue, 0, 0, 0);
  }

  static int signalfd(int fd, long mask, int flags) {
    return SIGNALFD.call(fd, mask, flags);
  }

  static int pthread_sigmask(int how, long set, long former) {
    return PTHREAD_SIGMASK.callForErrorNumber(how, set, former);
  }

  static int inotify_init1(int flags) {
    return INOTIFY_INIT1.call(flags);
  }

  static int inotify_add_watch(int fd, long path, int mask) {
    return INOTIFY_ADD_WATCH.call(fd, path, mask);
  }

  static int inotify_rm_watch(int fd, int watch) {
    return INOTIFY_RM_WATCH.call(fd, watch, 0);
  }

  /** Sends a signal to the calling thread, which has it before this returns. */
  static int raise(int signal) {
    return RAISE.call(signal);
  }

  static int kill(int pid, int signal) {
    return KILL.call(pid, signal, 0);
  }

  static int sigtimedwait(long set, long siginfo, long timeout) {
    return SIGTIMEDWAIT.call(set, siginfo, timeout);
  }

  /** Its result, the former handler's address, is of no use here. */
  static void signal(int signal, long handler) {
    SIGNAL.call(signal, handler, 0);
  }

  static int pidfd_open(int pid) {
    return SYSCALL.call(Constants.SYS_pidfd_open, pid, 0);
  }

  static int pidfd_send_signal(int pidfd, int signal) {
    return SYSCALL.call(Constants.SYS_pidfd_send_signal, pidfd, signal);
  }

  static int waitid(int idType, int id, long siginfo, int options) {
    return WAITID.call(idType, id, siginfo, options, 0, 0);
  }

  static int prctl(int option, long argument) {
    return PRCTL.call(option, argument, 0);
  }

  static int prlimit(int pid, int resource, long newLimit, long oldLimit) {
    return PRLIMIT.call(pid, resource, newLimit, oldLimit, 0, 0);
  }

  static int getpgid(int pid) {
    return GETPGID.call(pid);
  }

  static int getpid() {
    return GETPID.call(0);
  }

  static int getuid() {
    return GETUID.call(0);
  }

  static int getgid() {
    return GETGID.call(0);
  }

  static int getpgrp() {
    return GETPGRP.call(0);
  }

  static int getsid() {
    return GETSID.call(0);
  }

  static int isatty(int fd) {
    return ISATTY.call(fd);
  }

  static int tcgetpgrp(int fd) {
    return TCGETPGRP.call(fd);
  }

  static int tcsetpgrp(int fd, int group) {
    return TCSETPGRP.call(fd, group, 0);
  }

  static int execve(long path, long argv, long envp) {
    return EXECVE.call(path, argv, envp);
  }

  static void _exit(int status) {
    _EXIT.call(status);
  }

  static int umask(int mask) {
    return UMASK.call(mask);
  }

  static int mount(long what, long where, int flags) {
    return MOUNT.call(what, where, 0, flags, 0, 0);
  }

  static int unshare(int flags) {
    return UNSHARE.call(flags);
  }

  static int setpriority(int which, int who, int priority) {
    return SETPRIORITY.call(which, who, priority);
  }

  // The credentials of one thread: the C library's own wrappers would change every thread's.

  static int threadSetgroups(int count, long groups) {
    return SYSCALL.call(Constants.SYS_setgroups, count, groups);
  }

  static int threadSetRealGid(int real) {
    return SYSCALL.call(Constants.SYS_setresgid, real, -1, -1, 0, 0);
  }

  static int threadSetRealUid(int real) {
    return SYSCALL.call(Constants.SYS_setresuid, real, -1, -1, 0, 0);
  }

  static int posix_spawn(
      long pid, long path, long fileActions, long attributes, long argv, long envp) {
    return -POSIX_SPAWN.call(pid, path, fileActions, attributes, argv, envp);
  }

  static int posix_spawnattr_init(long attributes) {
    return POSIX_SPAWNATTR_INIT.callForErrorNumber(attributes, 0, 0);
  }

  static int posix_spawnattr_destroy(long attributes) {
    return POSIX_SPAWNATTR_DESTROY.callForErrorNumber(attributes, 0, 0);
  }

  static int posix_spawnattr_setflags(long attributes, int flags) {
    return POSIX_SPAWNATTR_SETFLAGS.callForErrorNumber(attributes, flags, 0);
  }

  static int posix_spawnattr_setpgroup(long attributes, int group) {
    return POSIX_SPAWNATTR_SETPGROUP.callForErrorNumber(attributes, group, 0);
  }

  static int posix_spawnattr_setsigdefault(long attributes, long set) {
    return POSIX_SPAWNATTR_SETSIGDEFAULT.callForErrorNumber(attributes, set, 0);
  }

  static int posix_spawnattr_setsigmask(long attributes, long set) {
    return POSIX_SPAWNATTR_SETSIGMASK.callForErrorNumber(attributes, set, 0);
  }

  static int posix_spawn_file_actions_init(long actions) {
    return POSIX_SPAWN_FILE_ACTIONS_INIT.callForErrorNumber(actions, 0, 0);
  }

  static int posix_spawn_file_actions_destroy(long actions) {
    return POSIX_SPAWN_FILE_ACTIONS_DESTROY.callForErrorNumber(actions, 0, 0);
  }

  static int posix_spawn_file_actions_adddup2(long actions, int from, int to) {
    return POSIX_SPAWN_FILE_ACTIONS_ADDDUP2.callForErrorNumber(actions, from, to);
  }

  static int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags) {
    return -POSIX_SPAWN_FILE_ACTIONS_ADDOPEN.call(actions, fd, path, flags, 0, 0);
  }

  static int posix_spawn_file_actions_addchdir_np(long actions, long path) {
    return POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP.callForErrorNumber(actions, path, 0);
  }

  static int posix_spawn_file_actions_addclose(long actions, int descriptor) {
    return POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE.callForErrorNumber(actions, descriptor, 0);
  }

  static int posix_spawn_file_actions_addclosefrom_np(long actions, int from) {
    return POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.callForErrorNumber(actions, from, 0);
  }

  /** Since glibc 2.35; negated ENOSYS where it is not there. */
  static int posix_spawn_file_actions_addtcsetpgrp_np(long actions, int terminal) {
    NativeFunction function = POSIX_SPAWN_FILE_ACTIONS_ADDTCSETPGRP_NP;
    return function.isThere() ? function.callForErrorNumber(actions, terminal, 0) : -Errno.ENOSYS;
  }

  /**
   * The C library's words for an error number, such as "No such file or directory"; unlike those of
   * strerror the same in every locale and thread.
   */
  static String strerrordesc_np(int errno) {
    long text = STRERRORDESC_NP.callForPointer(errno);
    return text == 0
        ? "Unknown error"
        : MemorySegment.ofAddress(text).reinterpret(256).getString(0);
  }
}
