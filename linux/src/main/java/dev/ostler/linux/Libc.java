package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/*
 * Every C function is called through one shape: its address, six longs in, one long out, errno
 * captured. One shape is linked once; a typed handle per function costs several milliseconds of
 * start-up each. Arguments that a function does not take are ignored by the calling conventions of
 * x86-64 and aarch64; an int result leaves the upper half of the register undefined, which is why
 * every int-valued method narrows it before looking at it.
 */
/** The C library: C names, plain numbers, failures as negated errno. */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL = link();

  private static final Function ACCEPT4 = new Function("accept4");
  private static final Function ACCESS = new Function("access");
  private static final Function BIND = new Function("bind");
  private static final Function CHMOD = new Function("chmod");
  private static final Function CLOSE = new Function("close");
  private static final Function CLOSE_RANGE = new Function("close_range");
  private static final Function CONNECT = new Function("connect");
  private static final Function EPOLL_CREATE1 = new Function("epoll_create1");
  private static final Function EPOLL_CTL = new Function("epoll_ctl");
  private static final Function EPOLL_WAIT = new Function("epoll_wait");
  private static final Function EVENTFD = new Function("eventfd");
  private static final Function EXECVE = new Function("execve");
  private static final Function FCNTL = new Function("fcntl");
  private static final Function FSYNC = new Function("fsync");
  private static final Function GETGID = new Function("getgid");
  private static final Function GETPGID = new Function("getpgid");
  private static final Function GETPGRP = new Function("getpgrp");
  private static final Function GETPID = new Function("getpid");
  private static final Function GETSID = new Function("getsid");
  private static final Function GETSOCKNAME = new Function("getsockname");
  private static final Function GETSOCKOPT = new Function("getsockopt");
  private static final Function GETUID = new Function("getuid");
  private static final Function INOTIFY_ADD_WATCH = new Function("inotify_add_watch");
  private static final Function INOTIFY_INIT1 = new Function("inotify_init1");
  private static final Function INOTIFY_RM_WATCH = new Function("inotify_rm_watch");
  private static final Function ISATTY = new Function("isatty");
  private static final Function KILL = new Function("kill");
  private static final Function LISTEN = new Function("listen");
  private static final Function MOUNT = new Function("mount");
  private static final Function OPEN = new Function("open");
  private static final Function PIPE2 = new Function("pipe2");
  private static final Function POLL = new Function("poll");
  private static final Function POSIX_SPAWN = new Function("posix_spawn");
  private static final Function POSIX_SPAWNATTR_DESTROY = new Function("posix_spawnattr_destroy");
  private static final Function POSIX_SPAWNATTR_INIT = new Function("posix_spawnattr_init");
  private static final Function POSIX_SPAWNATTR_SETFLAGS = new Function("posix_spawnattr_setflags");
  private static final Function POSIX_SPAWNATTR_SETPGROUP =
      new Function("posix_spawnattr_setpgroup");
  private static final Function POSIX_SPAWNATTR_SETSIGDEFAULT =
      new Function("posix_spawnattr_setsigdefault");
  private static final Function POSIX_SPAWNATTR_SETSIGMASK =
      new Function("posix_spawnattr_setsigmask");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP =
      new Function("posix_spawn_file_actions_addchdir_np");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE =
      new Function("posix_spawn_file_actions_addclose");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP =
      new Function("posix_spawn_file_actions_addclosefrom_np");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_ADDDUP2 =
      new Function("posix_spawn_file_actions_adddup2");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_ADDOPEN =
      new Function("posix_spawn_file_actions_addopen");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_ADDTCSETPGRP_NP =
      new Function("posix_spawn_file_actions_addtcsetpgrp_np");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_DESTROY =
      new Function("posix_spawn_file_actions_destroy");
  private static final Function POSIX_SPAWN_FILE_ACTIONS_INIT =
      new Function("posix_spawn_file_actions_init");
  private static final Function PRCTL = new Function("prctl");
  private static final Function PRLIMIT = new Function("prlimit");
  private static final Function PTHREAD_SIGMASK = new Function("pthread_sigmask");
  private static final Function RAISE = new Function("raise");
  private static final Function READ = new Function("read");
  private static final Function RECVMSG = new Function("recvmsg");
  private static final Function RENAMEAT2 = new Function("renameat2");
  private static final Function SENDTO = new Function("sendto");
  private static final Function SETPRIORITY = new Function("setpriority");
  private static final Function SETSOCKOPT = new Function("setsockopt");
  private static final Function SHUTDOWN = new Function("shutdown");
  private static final Function SIGNAL = new Function("signal");
  private static final Function SIGNALFD = new Function("signalfd");
  private static final Function SIGTIMEDWAIT = new Function("sigtimedwait");
  private static final Function SOCKET = new Function("socket");
  private static final Function STATFS = new Function("statfs");
  private static final Function STATX = new Function("statx");
  private static final Function STRERRORDESC_NP = new Function("strerrordesc_np");
  private static final Function SYNCFS = new Function("syncfs");
  private static final Function SYSCALL = new Function("syscall");
  private static final Function TCGETPGRP = new Function("tcgetpgrp");
  private static final Function TCSETPGRP = new Function("tcsetpgrp");
  private static final Function TIMERFD_CREATE = new Function("timerfd_create");
  private static final Function TIMERFD_SETTIME = new Function("timerfd_settime");
  private static final Function UMASK = new Function("umask");
  private static final Function UNSHARE = new Function("unshare");
  private static final Function WAITID = new Function("waitid");
  private static final Function WRITE = new Function("write");
  private static final Function _EXIT = new Function("_exit");

  // One errno slot per call: a slot shared by threads would report a neighbour's failure. Memory of
  // its own for each call is dear, so there is one slot to borrow; who comes meanwhile gets
  // another.
  private static final AtomicReference<@Nullable MemorySegment> SPARE_ERRNO =
      new AtomicReference<>(Arena.global().allocate(4, 4));

  /** Start-up calls a dozen functions out of fifty: each address is looked up at its first call. */
  private static final class Function {
    private final String name;
    private volatile long address;

    Function(String name) {
      this.name = name;
    }

    MemorySegment address() {
      if (address == 0) {
        address = lookUp(name);
      }
      return MemorySegment.ofAddress(address);
    }

    boolean isThere() {
      return LINKER.defaultLookup().find(name).isPresent();
    }

    private static long lookUp(String name) {
      return LINKER
          .defaultLookup()
          .find(name)
          .orElseThrow(() ->
              new UnsupportedOperationException(
                  "cannot find "
                      + name
                      + " in the C library: Ostler needs glibc 2.34 or newer (not musl)"))
          .address();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private Libc() {}

  private static MethodHandle link() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return LINKER.downcallHandle(
        FunctionDescriptor.of(word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }

  /** Calls and returns the raw result; for functions whose failure is not told by -1. */
  private static long raw(
      Function function, long a, long b, long c, long d, long e, long f, MemorySegment errno) {
    try {
      return (long) CALL.invokeExact(function.address(), errno, a, b, c, d, e, f);
    } catch (UnsupportedOperationException missing) {
      throw missing;
    } catch (Throwable impossible) {
      throw new AssertionError("internal error: wrong descriptor for " + function, impossible);
    }
  }

  private static long call(Function function, long a, long b, long c, long d, long e, long f) {
    MemorySegment errno = SPARE_ERRNO.getAndSet(null);
    if (errno == null) {
      return callThatWaits(function, a, b, c, d, e, f);
    }
    try {
      return call(function, a, b, c, d, e, f, errno);
    } finally {
      SPARE_ERRNO.set(errno);
    }
  }

  /** For calls that can take long, which would keep the spare slot from all others. */
  private static long callThatWaits(
      Function function, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      return call(function, a, b, c, d, e, f, arena.allocate(4, 4));
    }
  }

  private static long call(
      Function function, long a, long b, long c, long d, long e, long f, MemorySegment errno) {
    long result = raw(function, a, b, c, d, e, f, errno);
    return (int) result == -1 ? -buffer(errno).getInt(0) : result;
  }

  private static int callInt(Function function, long a, long b, long c, long d, long e, long f) {
    return (int) call(function, a, b, c, d, e, f);
  }

  private static int callInt(Function function, long a, long b, long c) {
    return callInt(function, a, b, c, 0, 0, 0);
  }

  private static int callInt(Function function, long a) {
    return callInt(function, a, 0, 0, 0, 0, 0);
  }

  /**
   * Calls a function that returns its error number itself, as posix_spawn and pthread_sigmask do.
   */
  private static int callForErrorNumber(Function function, long a, long b, long c) {
    return -callInt(function, a, b, c, 0, 0, 0);
  }

  /**
   * A view for reading and writing C structures at plain offsets: the variable handles behind
   * {@link MemorySegment#get} cost start-up time that a ByteBuffer does not.
   */
  static ByteBuffer buffer(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  static int open(long path, int flags, int mode) {
    return callInt(OPEN, path, flags, mode);
  }

  static int close(int fd) {
    return callInt(CLOSE, fd);
  }

  static int close_range(int first, int last, int flags) {
    return callInt(CLOSE_RANGE, first, last, flags);
  }

  static int fcntl(int fd, int command, int argument) {
    return callInt(FCNTL, fd, command, argument);
  }

  static int read(int fd, long buffer, int length) {
    return callInt(READ, fd, buffer, length);
  }

  static int write(int fd, long buffer, int length) {
    return callInt(WRITE, fd, buffer, length);
  }

  static int pipe2(long descriptors, int flags) {
    return callInt(PIPE2, descriptors, flags, 0);
  }

  static int poll(long descriptors, int count, int timeoutMillis) {
    return callInt(POLL, descriptors, count, timeoutMillis);
  }

  static int fsync(int fd) {
    return (int) callThatWaits(FSYNC, fd, 0, 0, 0, 0, 0);
  }

  static int syncfs(int fd) {
    return (int) callThatWaits(SYNCFS, fd, 0, 0, 0, 0, 0);
  }

  static int renameat2(long from, long to, int flags) {
    return callInt(RENAMEAT2, Constants.AT_FDCWD, from, Constants.AT_FDCWD, to, flags, 0);
  }

  static int statx(int directory, long path, int flags, int mask, long statx) {
    return callInt(STATX, directory, path, flags, mask, statx, 0);
  }

  static int statfs(long path, long statfs) {
    return callInt(STATFS, path, statfs, 0);
  }

  static int access(long path, int mode) {
    return callInt(ACCESS, path, mode, 0);
  }

  static int chmod(long path, int mode) {
    return callInt(CHMOD, path, mode, 0);
  }

  static int epoll_create1(int flags) {
    return callInt(EPOLL_CREATE1, flags);
  }

  static int epoll_ctl(int epoll, int operation, int fd, long event) {
    return callInt(EPOLL_CTL, epoll, operation, fd, event, 0, 0);
  }

  static int epoll_wait(int epoll, long events, int count, int timeoutMillis) {
    return (int) callThatWaits(EPOLL_WAIT, epoll, events, count, timeoutMillis, 0, 0);
  }

  static int eventfd(int initial, int flags) {
    return callInt(EVENTFD, initial, flags, 0);
  }

  static int timerfd_create(int clock, int flags) {
    return callInt(TIMERFD_CREATE, clock, flags, 0);
  }

  static int timerfd_settime(int fd, int flags, long newValue) {
    return callInt(TIMERFD_SETTIME, fd, flags, newValue, 0, 0, 0);
  }

  static int signalfd(int fd, long mask, int flags) {
    return callInt(SIGNALFD, fd, mask, flags);
  }

  static int pthread_sigmask(int how, long set, long former) {
    return callForErrorNumber(PTHREAD_SIGMASK, how, set, former);
  }

  static int inotify_init1(int flags) {
    return callInt(INOTIFY_INIT1, flags);
  }

  static int inotify_add_watch(int fd, long path, int mask) {
    return callInt(INOTIFY_ADD_WATCH, fd, path, mask);
  }

  static int inotify_rm_watch(int fd, int watch) {
    return callInt(INOTIFY_RM_WATCH, fd, watch, 0);
  }

  /** Sends a signal to the calling thread, which has it before this returns. */
  static int raise(int signal) {
    return callInt(RAISE, signal);
  }

  static int kill(int pid, int signal) {
    return callInt(KILL, pid, signal, 0);
  }

  static int sigtimedwait(long set, long siginfo, long timeout) {
    return callInt(SIGTIMEDWAIT, set, siginfo, timeout);
  }

  /** Its result, the former handler's address, is of no use here. */
  static void signal(int signal, long handler) {
    long _ = call(SIGNAL, signal, handler, 0, 0, 0, 0);
  }

  static int pidfd_open(int pid) {
    return callInt(SYSCALL, Constants.SYS_pidfd_open, pid, 0);
  }

  static int pidfd_send_signal(int pidfd, int signal) {
    return callInt(SYSCALL, Constants.SYS_pidfd_send_signal, pidfd, signal);
  }

  static int waitid(int idType, int id, long siginfo, int options) {
    return callInt(WAITID, idType, id, siginfo, options, 0, 0);
  }

  static int prctl(int option, long argument) {
    return callInt(PRCTL, option, argument, 0);
  }

  static int prlimit(int pid, int resource, long newLimit, long oldLimit) {
    return callInt(PRLIMIT, pid, resource, newLimit, oldLimit, 0, 0);
  }

  static int getpgid(int pid) {
    return callInt(GETPGID, pid);
  }

  static int getpid() {
    return callInt(GETPID, 0);
  }

  static int getuid() {
    return callInt(GETUID, 0);
  }

  static int getgid() {
    return callInt(GETGID, 0);
  }

  static int getpgrp() {
    return callInt(GETPGRP, 0);
  }

  static int getsid() {
    return callInt(GETSID, 0);
  }

  static int isatty(int fd) {
    return callInt(ISATTY, fd);
  }

  static int tcgetpgrp(int fd) {
    return callInt(TCGETPGRP, fd);
  }

  static int tcsetpgrp(int fd, int group) {
    return callInt(TCSETPGRP, fd, group, 0);
  }

  static int execve(long path, long argv, long envp) {
    return callInt(EXECVE, path, argv, envp);
  }

  static void _exit(int status) {
    callInt(_EXIT, status);
  }

  static int socket(int domain, int type, int protocol) {
    return callInt(SOCKET, domain, type, protocol);
  }

  static int bind(int fd, long address, int length) {
    return callInt(BIND, fd, address, length);
  }

  static int listen(int fd, int backlog) {
    return callInt(LISTEN, fd, backlog, 0);
  }

  static int accept4(int fd, int flags) {
    return callInt(ACCEPT4, fd, 0, 0, flags, 0, 0);
  }

  static int shutdown(int fd, int how) {
    return callInt(SHUTDOWN, fd, how, 0);
  }

  static int getsockname(int fd, long address, long length) {
    return callInt(GETSOCKNAME, fd, address, length);
  }

  static int getsockopt(int fd, int level, int option, long value, long length) {
    return callInt(GETSOCKOPT, fd, level, option, value, length, 0);
  }

  static int connect(int fd, long address, int length) {
    return callInt(CONNECT, fd, address, length);
  }

  static int setsockopt(int fd, int level, int option, long value, int length) {
    return callInt(SETSOCKOPT, fd, level, option, value, length, 0);
  }

  static int recvmsg(int fd, long message, int flags) {
    return callInt(RECVMSG, fd, message, flags);
  }

  static int sendto(int fd, long buffer, int length, int flags, long address, int addressLength) {
    return callInt(SENDTO, fd, buffer, length, flags, address, addressLength);
  }

  static int umask(int mask) {
    return callInt(UMASK, mask);
  }

  static int mount(long what, long where, int flags) {
    return callInt(MOUNT, what, where, 0, flags, 0, 0);
  }

  static int unshare(int flags) {
    return callInt(UNSHARE, flags);
  }

  static int setpriority(int which, int who, int priority) {
    return callInt(SETPRIORITY, which, who, priority);
  }

  // The credentials of one thread: the C library's own wrappers would change every thread's.

  static int threadSetgroups(int count, long groups) {
    return callInt(SYSCALL, Constants.SYS_setgroups, count, groups);
  }

  static int threadSetRealGid(int real) {
    return callInt(SYSCALL, Constants.SYS_setresgid, real, -1, -1, 0, 0);
  }

  static int threadSetRealUid(int real) {
    return callInt(SYSCALL, Constants.SYS_setresuid, real, -1, -1, 0, 0);
  }

  static int posix_spawn(
      long pid, long path, long fileActions, long attributes, long argv, long envp) {
    return -callInt(POSIX_SPAWN, pid, path, fileActions, attributes, argv, envp);
  }

  static int posix_spawnattr_init(long attributes) {
    return callForErrorNumber(POSIX_SPAWNATTR_INIT, attributes, 0, 0);
  }

  static int posix_spawnattr_destroy(long attributes) {
    return callForErrorNumber(POSIX_SPAWNATTR_DESTROY, attributes, 0, 0);
  }

  static int posix_spawnattr_setflags(long attributes, int flags) {
    return callForErrorNumber(POSIX_SPAWNATTR_SETFLAGS, attributes, flags, 0);
  }

  static int posix_spawnattr_setpgroup(long attributes, int group) {
    return callForErrorNumber(POSIX_SPAWNATTR_SETPGROUP, attributes, group, 0);
  }

  static int posix_spawnattr_setsigdefault(long attributes, long set) {
    return callForErrorNumber(POSIX_SPAWNATTR_SETSIGDEFAULT, attributes, set, 0);
  }

  static int posix_spawnattr_setsigmask(long attributes, long set) {
    return callForErrorNumber(POSIX_SPAWNATTR_SETSIGMASK, attributes, set, 0);
  }

  static int posix_spawn_file_actions_init(long actions) {
    return callForErrorNumber(POSIX_SPAWN_FILE_ACTIONS_INIT, actions, 0, 0);
  }

  static int posix_spawn_file_actions_destroy(long actions) {
    return callForErrorNumber(POSIX_SPAWN_FILE_ACTIONS_DESTROY, actions, 0, 0);
  }

  static int posix_spawn_file_actions_adddup2(long actions, int from, int to) {
    return callForErrorNumber(POSIX_SPAWN_FILE_ACTIONS_ADDDUP2, actions, from, to);
  }

  static int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags) {
    return -callInt(POSIX_SPAWN_FILE_ACTIONS_ADDOPEN, actions, fd, path, flags, 0, 0);
  }

  static int posix_spawn_file_actions_addchdir_np(long actions, long path) {
    return callForErrorNumber(POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP, actions, path, 0);
  }

  static int posix_spawn_file_actions_addclose(long actions, int descriptor) {
    return callForErrorNumber(POSIX_SPAWN_FILE_ACTIONS_ADDCLOSE, actions, descriptor, 0);
  }

  static int posix_spawn_file_actions_addclosefrom_np(long actions, int from) {
    return callForErrorNumber(POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP, actions, from, 0);
  }

  /** Since glibc 2.35; negated ENOSYS where it is not there. */
  static int posix_spawn_file_actions_addtcsetpgrp_np(long actions, int terminal) {
    Function function = POSIX_SPAWN_FILE_ACTIONS_ADDTCSETPGRP_NP;
    return function.isThere() ? callForErrorNumber(function, actions, terminal, 0) : -Errno.ENOSYS;
  }

  /**
   * The C library's words for an error number, such as "No such file or directory"; unlike those of
   * strerror the same in every locale and thread.
   */
  static String strerrordesc_np(int errno) {
    try (Arena arena = Arena.ofConfined()) {
      long text = raw(STRERRORDESC_NP, errno, 0, 0, 0, 0, 0, arena.allocate(4, 4));
      return text == 0
          ? "Unknown error"
          : MemorySegment.ofAddress(text).reinterpret(256).getString(0);
    }
  }
}
