package dev.ostler.fleet;

import java.util.Objects;

/**
 * Something that a fleet has left on a host beside containers, and that none of these has any more.
 *
 * @param host name of the host
 * @param workload key of the workload that it was written for, of several the first; empty if it is
 *     for all
 * @param path absolute path on the host; of a helper its name; of an image its name, or its ID if
 *     the name stands for another one by now
 * @param kind what it is
 * @param fate what becomes of it
 * @param reason why
 */
public record Leftover(
    String host, String workload, String path, Kind kind, Fate fate, String reason) {
  /** What it is. */
  public enum Kind {
    /** A file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** The container through which files of the host are reached. */
    HELPER,
    /** An image that containers were made from. */
    IMAGE
  }

  /** What becomes of it. */
  public enum Fate {
    /** It is removed. */
    REMOVE,
    /** It is not there any more, and no longer remembered. */
    FORGET,
    /** It stays as it is. */
    STAY
  }

  /** Checks. */
  public Leftover {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(fate, "fate");
  }

  /** Whether it lies in the host's file system. */
  boolean isOfFiles() {
    return kind == Kind.FILE || kind == Kind.FOLDER;
  }

  /**
   * Whether something is to be done.
   *
   * @return false if it stays
   */
  public boolean isChange() {
    return fate != Fate.STAY;
  }
}
