package dev.ostler.fleet;

import java.util.Optional;

/** What is now in the place of something that was written on a host. */
sealed interface Remnant {
  /**
   * A file.
   *
   * @param print its hash, as {@link Trace#print} makes it
   */
  record File(String print) implements Remnant {}

  /**
   * A folder.
   *
   * @param stranger path of something in it that is not ours; empty if there is nothing else
   */
  record Folder(Optional<String> stranger) implements Remnant {}

  /** Nothing, or something of another kind. */
  record Gone() implements Remnant {}
}
