package dev.ostler.supervisor;

import java.nio.file.Path;

/** Where what a process writes goes. */
sealed interface OutputMode {
  /** To our own streams, without passing through us: nothing is copied, nothing kept. */
  record Inherit() implements OutputMode {}

  /** To our own streams, line by line and as it is, so that the last lines are known. */
  record Plain() implements OutputMode {}

  /** To our own streams, each line behind the name of the process. */
  record Prefixed() implements OutputMode {}

  /** To our own streams, each line as a JSON object. */
  record Json() implements OutputMode {}

  /** Nowhere. */
  record Discard() implements OutputMode {}

  /**
   * To a file.
   *
   * @param file its name
   * @param size bytes after which another is begun
   * @param kept how many full ones are kept, numbered from 1
   */
  record ToFile(Path file, long size, int kept) implements OutputMode {
    public ToFile {
      if (size <= 0) {
        throw new IllegalArgumentException("a log's size must be positive, got " + size);
      }
      if (kept < 0) {
        throw new IllegalArgumentException("kept logs must not be negative, got " + kept);
      }
    }
  }
}
