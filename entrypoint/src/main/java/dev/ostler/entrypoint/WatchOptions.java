package dev.ostler.entrypoint;

import java.time.Duration;

/**
 * How files are watched.
 *
 * @param awaitFolders whether a watched file's folder may be missing at first; otherwise a handler
 *     refuses, for a misspelt folder would never be noticed
 * @param quiet how long a file that is written in place must be left alone before it is read; a
 *     file that is renamed to its place is read at once
 * @param pollInterval how often to look where the kernel cannot tell: network file systems, and
 *     when it has no more watches
 */
public record WatchOptions(boolean awaitFolders, Duration quiet, Duration pollInterval) {
  /** Refuses intervals that are not positive. */
  public WatchOptions {
    if (!quiet.isPositive() || !pollInterval.isPositive()) {
      throw new IllegalArgumentException(
          "quiet and pollInterval must be positive, got " + quiet + " and " + pollInterval);
    }
  }

  /**
   * Returns the usual: folders must be there, 100 ms of quiet, a look each second.
   *
   * @return the default options
   */
  public static WatchOptions defaults() {
    return new WatchOptions(false, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  /**
   * Returns these options with folders that may be missing at first.
   *
   * @return a copy
   */
  public WatchOptions awaitingFolders() {
    return new WatchOptions(true, quiet, pollInterval);
  }

  /**
   * Returns these options with another quiet time.
   *
   * @param time positive
   * @return a copy
   */
  public WatchOptions withQuiet(Duration time) {
    return new WatchOptions(awaitFolders, time, pollInterval);
  }
}
