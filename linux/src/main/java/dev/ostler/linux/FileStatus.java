package dev.ostler.linux;

import java.time.Instant;

/**
 * What the kernel knows of a file.
 *
 * @param device the number of its file system
 * @param inode its number within the file system
 * @param mode type and permission bits, as in inode(7)
 * @param owner user number
 * @param group group number
 * @param links names it has
 * @param size in bytes
 * @param modified when its content last changed
 * @param changed when its content or status last changed
 * @param mountPoint whether something is mounted here; false where the kernel (before 5.8) does not
 *     tell
 * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
 */
public record FileStatus(
    long device,
    long inode,
    int mode,
    int owner,
    int group,
    long links,
    long size,
    Instant modified,
    Instant changed,
    boolean mountPoint) {
  /**
   * Says whether this is a directory.
   *
   * @return whether it is
   */
  public boolean isDirectory() {
    return isOfType(Constants.S_IFDIR);
  }

  /**
   * Says whether this is a regular file.
   *
   * @return whether it is
   */
  public boolean isRegularFile() {
    return isOfType(Constants.S_IFREG);
  }

  /**
   * Says whether this is a symbolic link.
   *
   * @return whether it is
   */
  public boolean isSymbolicLink() {
    return isOfType(Constants.S_IFLNK);
  }

  /**
   * Says whether this is a socket.
   *
   * @return whether it is
   */
  public boolean isSocket() {
    return isOfType(Constants.S_IFSOCK);
  }

  private boolean isOfType(int type) {
    return (mode & Constants.S_IFMT) == type;
  }

  /**
   * Returns the permission bits with setuid, setgid and sticky.
   *
   * @return 0 to 07777
   */
  public int permissions() {
    return mode & 0xFFF;
  }
}
