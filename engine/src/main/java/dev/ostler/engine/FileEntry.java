package dev.ostler.engine;

import java.time.Instant;

/**
 * A file of a container, or one to be put there.
 *
 * @param path its name; in archives relative to the directory that the archive is of
 * @param kind what it is
 * @param mode permission bits, 0 to 07777
 * @param user number of its owner; -1 if it is not known
 * @param group number of its group; -1 if it is not known
 * @param modified when its content was last changed
 * @param size bytes of its content; 0 unless it is a file
 * @param link where it leads, if it is a link
 */
public record FileEntry(
    String path,
    Kind kind,
    int mode,
    long user,
    long group,
    Instant modified,
    long size,
    String link) {
  /** Checks the ranges. */
  public FileEntry {
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not the path of a file: \"" + path + "\"");
    }
    if (mode < 0 || mode > 07777 || size < 0) {
      throw new IllegalArgumentException(
          "mode must be 0 to 07777 and size 0 or more, got "
              + Integer.toOctalString(mode)
              + " and "
              + size
              + " for "
              + path);
    }
  }

  /** What a file can be. */
  public enum Kind {
    /** An ordinary file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** A hard link, a device or a pipe. */
    OTHER
  }

  /**
   * A file that belongs to root and was never changed: always the same for the same content.
   *
   * @param path its name
   * @param mode permission bits
   * @param size bytes
   * @return the entry
   */
  public static FileEntry file(String path, int mode, long size) {
    return new FileEntry(path, Kind.FILE, mode, 0, 0, Instant.EPOCH, size, "");
  }

  /**
   * A directory that belongs to root.
   *
   * @param path its name
   * @param mode permission bits
   * @return the entry
   */
  public static FileEntry directory(String path, int mode) {
    return new FileEntry(path, Kind.DIRECTORY, mode, 0, 0, Instant.EPOCH, 0, "");
  }

  /**
   * A symbolic link that belongs to root.
   *
   * @param path its name
   * @param link where it leads
   * @return the entry
   */
  public static FileEntry symbolicLink(String path, String link) {
    return new FileEntry(path, Kind.SYMBOLIC_LINK, 0777, 0, 0, Instant.EPOCH, 0, link);
  }

  /**
   * Returns the same with another owner.
   *
   * @param newUser number, 0 or more
   * @param newGroup number, 0 or more
   * @return the entry
   */
  public FileEntry ownedBy(long newUser, long newGroup) {
    return new FileEntry(path, kind, mode, newUser, newGroup, modified, size, link);
  }

  /**
   * Returns the same with another time of change.
   *
   * @param time to the second
   * @return the entry
   */
  public FileEntry modifiedAt(Instant time) {
    return new FileEntry(path, kind, mode, user, group, time, size, link);
  }
}
