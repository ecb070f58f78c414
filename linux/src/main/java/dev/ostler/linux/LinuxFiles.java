package dev.ostler.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;

/** What {@link java.nio.file.Files} lacks. */
public final class LinuxFiles {
  static final int STATX_SIZE = 256;
  static final int STATFS_SIZE = 256; // 120 in glibc

  private LinuxFiles() {}

  /**
   * Exchanges two names in one step: no reader can see a moment without either.
   *
   * @param one an existing file or directory
   * @param other another, on the same file system
   * @throws LinuxException with EINVAL where the file system cannot, EXDEV across file systems and
   *     for a directory of a lower overlay layer, EBUSY for a mount point
   * @see <a href="https://man7.org/linux/man-pages/man2/rename.2.html">renameat2(2)</a>
   */
  public static void exchange(Path one, Path other) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      LinuxException.check(
          Libc.renameat2(
              CStrings.allocate(arena, one),
              CStrings.allocate(arena, other),
              Constants.RENAME_EXCHANGE),
          "exchange " + one + " with " + other);
    }
  }

  /**
   * Writes a file's content, or a directory's names, to the disk.
   *
   * @param fileOrDirectory not a symbolic link
   * @throws LinuxException if it is not there or the disk fails
   */
  public static void sync(Path fileOrDirectory) throws LinuxException {
    withDescriptor(
        fileOrDirectory,
        descriptor -> LinuxException.check(Libc.fsync(descriptor), "sync " + fileOrDirectory));
  }

  /**
   * Writes everything of one file system to the disk.
   *
   * @param onIt any file or directory of it
   * @throws LinuxException if the disk fails
   */
  public static void syncFileSystem(Path onIt) throws LinuxException {
    withDescriptor(
        onIt,
        descriptor ->
            LinuxException.check(Libc.syncfs(descriptor), "sync the file system of " + onIt));
  }

  @FunctionalInterface
  private interface DescriptorUse {
    void with(int descriptor) throws LinuxException;
  }

  private static void withDescriptor(Path path, DescriptorUse use) throws LinuxException {
    int descriptor;
    try (Arena arena = Arena.ofConfined()) {
      int flags =
          Constants.O_RDONLY
              | Constants.O_CLOEXEC
              | Constants.O_NOFOLLOW
              | Constants.O_NONBLOCK; // a pipe would wait for its writer
      descriptor =
          LinuxException.check(Libc.open(CStrings.allocate(arena, path), flags, 0), "open " + path);
    }
    try {
      use.with(descriptor);
    } finally {
      Libc.close(descriptor);
    }
  }

  /**
   * Asks for the status of a file; symbolic links are followed.
   *
   * @param path what to ask for
   * @return its status
   * @throws LinuxException with ENOENT if it is not there
   */
  public static FileStatus status(Path path) throws LinuxException {
    return status(path, 0);
  }

  /**
   * Asks for the status of a file; of a symbolic link itself, not of what it leads to.
   *
   * @param path what to ask for
   * @return its status
   * @throws LinuxException with ENOENT if it is not there
   */
  public static FileStatus linkStatus(Path path) throws LinuxException {
    return status(path, Constants.AT_SYMLINK_NOFOLLOW);
  }

  private static FileStatus status(Path path, int flags) throws LinuxException {
    try (Scratch scratch = Scratch.borrow()) {
      long name = scratch.path(path);
      int result =
          name < 0
              ? (int) name
              : Libc.statx(
                  Constants.AT_FDCWD,
                  name,
                  flags,
                  Constants.STATX_BASIC_STATS,
                  scratch.answerAddress());
      if (result < 0) {
        throw new LinuxException("look at " + path, -result);
      }
      return status(scratch.answer());
    }
  }

  /** Type and permission bits of a file, or a negated errno; symbolic links are followed. */
  static int mode(Arena arena, long path) {
    MemorySegment statx = arena.allocate(STATX_SIZE, 8);
    int result =
        Libc.statx(Constants.AT_FDCWD, path, 0, Constants.STATX_BASIC_STATS, statx.address());
    return result < 0 ? result : mode(Libc.buffer(statx));
  }

  static int mode(ByteBuffer statx) {
    return Short.toUnsignedInt(statx.getShort(28));
  }

  private static FileStatus status(ByteBuffer statx) {
    return new FileStatus(
        ((long) statx.getInt(136) << 32) | Integer.toUnsignedLong(statx.getInt(140)),
        statx.getLong(32),
        mode(statx),
        statx.getInt(20),
        statx.getInt(24),
        Integer.toUnsignedLong(statx.getInt(16)),
        statx.getLong(40),
        instant(statx, 112),
        instant(statx, 96),
        (statx.getLong(8) & Constants.STATX_ATTR_MOUNT_ROOT) != 0);
  }

  private static Instant instant(ByteBuffer statx, int at) {
    return Instant.ofEpochSecond(statx.getLong(at), Integer.toUnsignedLong(statx.getInt(at + 8)));
  }

  /**
   * Says whether something is mounted at a name.
   *
   * @param path any name
   * @return false if nothing is there, or the kernel (before 5.8) does not tell
   */
  public static boolean isMountPoint(Path path) {
    try {
      return linkStatus(path).mountPoint();
    } catch (LinuxException notThere) {
      return false;
    }
  }

  /**
   * Says whether other hosts can change files here without this kernel noticing, so that watching
   * must be replaced by polling.
   *
   * @param path any existing file or directory
   * @return whether it lies on NFS, CIFS/SMB, 9P, Ceph, AFS or FUSE
   * @throws LinuxException if it is not there
   * @see <a href="https://man7.org/linux/man-pages/man2/statfs.2.html">statfs(2)</a>
   */
  public static boolean isShared(Path path) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statfs = arena.allocate(STATFS_SIZE, 8);
      LinuxException.check(
          Libc.statfs(CStrings.allocate(arena, path), statfs.address()),
          "look at the file system of " + path);
      return isShared(Libc.buffer(statfs).getInt(0));
    }
  }

  private static boolean isShared(int type) {
    return switch (type) {
      case Constants.NFS_SUPER_MAGIC,
          Constants.SMB_SUPER_MAGIC,
          Constants.CIFS_SUPER_MAGIC,
          Constants.SMB2_SUPER_MAGIC,
          Constants.V9FS_MAGIC,
          Constants.CEPH_SUPER_MAGIC,
          Constants.AFS_SUPER_MAGIC,
          Constants.FUSE_SUPER_MAGIC ->
          true;
      default -> false;
    };
  }
}
