package dev.ostler.entrypoint;

import java.time.Duration;

/**
 * How files are watched.
 *
 * @param awaitFolders whether a watched file's folder may be missing at first; otherwise a handler
 *     refuses, for a misspelt folder would never be noticed
 * @param settling when a source that is written in place is read, unless its {@link TreeOptions}
 *     say otherwise
 * @param pollInterval how often to look where the kernel cannot tell: network file systems, and
 *     when it has no more watches
 */
public record WatchOptions(boolean awaitFolders, Settling settling, Duration pollInterval) {
  /** Refuses an interval that is not positive. */
  public WatchOptions {
    if (!pollInterval.isPositive()) {
      throw new IllegalArgumentException("pollInterval must be positive, got " + pollInterval);
    }
  }

  /**
   * Returns the usual: folders must be there, the usual settling, a look each second.
   *
   * @return the default options
   */
  public static WatchOptions defaults() {
    return new WatchOptions(false, Settling.defaults(), Duration.ofSeconds(1));
  }

  /**
   * Returns these options with folders that may be missing at first.
   *
   * @return a copy
   */
  public WatchOptions awaitingFolders() {
    return new WatchOptions(true, settling, pollInterval);
  }

  /**
   * Returns these options with another settling.
   *
   * @param value when a source that is written in place is read
   * @return a copy
   */
  public WatchOptions withSettling(Settling value) {
    return new WatchOptions(awaitFolders, value, pollInterval);
  }

  /**
   * Returns these options with another quiet time.
   *
   * @param time positive
   * @return a copy
   */
  public WatchOptions withQuiet(Duration time) {
    Duration longest = settling.longest();
    return withSettling(new Settling(time, longest.compareTo(time) < 0 ? time : longest));
  }
}
