package dev.ostler.linux;

import java.util.Locale;

/**
 * Numbers of the kernel and the C library under their C names, each checked against the headers by
 * a test. Where architectures differ, the value is chosen for the one at hand.
 */
@SuppressWarnings("checkstyle:ConstantName")
final class Constants {
  /** The architectures whose numbers are known here. */
  enum Architecture {
    X86_64,
    AARCH64;

    static Architecture current() {
      return of(System.getProperty("os.arch", "unknown"));
    }

    static Architecture of(String name) {
      return switch (name) {
        case "amd64", "x86_64" -> X86_64;
        case "aarch64", "arm64" -> AARCH64;
        default ->
            throw new UnsupportedOperationException(
                "cannot run on the architecture "
                    + name.toLowerCase(Locale.ROOT)
                    + ": Ostler knows x86-64 and aarch64");
      };
    }
  }

  static final Architecture ARCHITECTURE = Architecture.current();

  static final int AT_FDCWD = -100;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;

  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_APPEND = 0x400;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int O_DIRECTORY = byArchitecture(0x10000, 0x4000);
  static final int O_PATH = 0x200000;
  static final int O_NOFOLLOW = byArchitecture(0x20000, 0x8000);

  static final int F_SETFL = 4;
  static final int F_RDLCK = 0;
  static final int F_UNLCK = 2;
  static final int F_SETSIG = 10;
  static final int F_SETLEASE = 1024;

  static final int X_OK = 1;
  static final int CLOSE_RANGE_CLOEXEC = 4; // since Linux 5.11

  static final int RENAME_EXCHANGE = 2;

  static final int S_IFMT = 0xF000;
  static final int S_IFIFO = 0x1000;
  static final int S_IFCHR = 0x2000;
  static final int S_IFDIR = 0x4000;
  static final int S_IFREG = 0x8000;
  static final int S_IFLNK = 0xA000;
  static final int S_IFSOCK = 0xC000;

  static final int NFS_SUPER_MAGIC = 0x6969;
  static final int SMB_SUPER_MAGIC = 0x517B;
  static final int CIFS_SUPER_MAGIC = 0xFF534D42;
  static final int SMB2_SUPER_MAGIC = 0xFE534D42;
  static final int V9FS_MAGIC = 0x01021997;
  static final int CEPH_SUPER_MAGIC = 0x00C36400;
  static final int AFS_SUPER_MAGIC = 0x5346414F;
  static final int FUSE_SUPER_MAGIC = 0x65735546;

  static final int STATX_BASIC_STATS = 0x7ff;
  static final int STATX_ATTR_MOUNT_ROOT = 0x2000; // since Linux 5.8

  static final int EPOLL_CLOEXEC = O_CLOEXEC;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLL_CTL_MOD = 3;
  static final int EPOLLIN = 1;
  static final int EPOLLPRI = 2;
  static final int EPOLLOUT = 4;

  static final int POLLOUT = 4;
  static final int POLLERR = 8;
  static final int POLLHUP = 16;
  static final int PIPE_BUF = 4096;

  static final int EFD_CLOEXEC = O_CLOEXEC;
  static final int EFD_NONBLOCK = O_NONBLOCK;

  static final int CLOCK_MONOTONIC = 1;
  static final int TFD_CLOEXEC = O_CLOEXEC;
  static final int TFD_NONBLOCK = O_NONBLOCK;

  static final int SFD_CLOEXEC = O_CLOEXEC;
  static final int SFD_NONBLOCK = O_NONBLOCK;
  static final int SIG_BLOCK = 0;
  static final long SIG_DFL = 0;
  static final int SIGPIPE = 13;

  static final int IN_MODIFY = 0x2;
  static final int IN_ATTRIB = 0x4;
  static final int IN_CLOSE_WRITE = 0x8;
  static final int IN_MOVED_FROM = 0x40;
  static final int IN_MOVED_TO = 0x80;
  static final int IN_CREATE = 0x100;
  static final int IN_DELETE = 0x200;
  static final int IN_DELETE_SELF = 0x400;
  static final int IN_MOVE_SELF = 0x800;
  static final int IN_UNMOUNT = 0x2000;
  static final int IN_Q_OVERFLOW = 0x4000;
  static final int IN_IGNORED = 0x8000;
  static final int IN_ONLYDIR = 0x1000000;
  static final int IN_MASK_ADD = 0x20000000;
  static final int IN_CLOEXEC = O_CLOEXEC;
  static final int IN_NONBLOCK = O_NONBLOCK;

  static final int P_ALL = 0;
  static final int P_PID = 1;
  static final int WNOHANG = 1;
  static final int WSTOPPED = 2;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x1000000;
  static final int CLD_EXITED = 1;
  static final int CLD_DUMPED = 3;

  static final int PR_GET_DUMPABLE = 3;
  static final int PR_SET_DUMPABLE = 4;
  static final int PR_SET_CHILD_SUBREAPER = 36; // since Linux 3.4
  static final int PR_SET_NO_NEW_PRIVS = 38; // since Linux 3.5

  static final int PR_CAP_AMBIENT = 47; // since Linux 4.3
  static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

  static final int POSIX_SPAWN_RESETIDS = 0x1;
  static final int POSIX_SPAWN_SETPGROUP = 0x2;
  static final int POSIX_SPAWN_SETSIGDEF = 0x4;
  static final int POSIX_SPAWN_SETSIGMASK = 0x8;
  static final int POSIX_SPAWN_SETSID = 0x80; // since glibc 2.26

  static final int CLONE_FS = 0x200;
  static final int CLONE_NEWNS = 0x20000;
  static final int MS_BIND = 0x1000;
  static final int MS_REC = 0x4000;
  static final int MS_PRIVATE = 0x40000;
  static final int PRIO_PROCESS = 0;

  static final int RLIMIT_CPU = 0;
  static final int RLIMIT_FSIZE = 1;
  static final int RLIMIT_DATA = 2;
  static final int RLIMIT_STACK = 3;
  static final int RLIMIT_CORE = 4;
  static final int RLIMIT_NPROC = 6;
  static final int RLIMIT_NOFILE = 7;
  static final int RLIMIT_MEMLOCK = 8;
  static final int RLIMIT_AS = 9;

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = O_CLOEXEC;
  static final int SOCK_NONBLOCK = O_NONBLOCK;
  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_ERROR = 4;
  static final int SO_PASSCRED = 16;
  static final int SO_PEERCRED = 17;
  static final int SO_PEERGROUPS = 59;
  static final int SCM_CREDENTIALS = 2;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int SOMAXCONN = 4096;
  static final int SHUT_WR = 1;
  static final int IPPROTO_TCP = 6;
  static final int TCP_NODELAY = 1;

  static final int SYS_setgroups = byArchitecture(116, 159);
  static final int SYS_setresuid = byArchitecture(117, 147);
  static final int SYS_setresgid = byArchitecture(119, 149);
  static final int SYS_pidfd_send_signal = 424;
  static final int SYS_pidfd_open = 434;

  private Constants() {}

  private static int byArchitecture(int x86, int arm) {
    return switch (ARCHITECTURE) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
    };
  }
}
