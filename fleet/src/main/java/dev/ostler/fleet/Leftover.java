package dev.ostler.fleet;

import java.util.Objects;

/**
 * A file or folder that a fleet has written on a host, and that none of its containers there has
 * any more.
 *
 * @param host name of the host
 * @param workload key of the workload that it was written for, of several the first
 * @param path absolute path on the host
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
    FOLDER
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

  /**
   * Whether something is to be done.
   *
   * @return false if it stays
   */
  public boolean isChange() {
    return fate != Fate.STAY;
  }
}
