package dev.ostler.entrypoint;

import java.time.Instant;
import java.util.Optional;

/** One object of a source tree; unchecked as a source hands it out, checked behind {@link Gate}. */
sealed interface Member {
  String name();

  /**
   * Mode with all twelve bits, numeric owner and group, last modification, and extended attributes
   * where they are asked for.
   */
  record Attributes(
      int mode, int owner, int group, Instant modified, ExtendedAttributes extended) {}

  /** A directory; without attributes it keeps those of the live one. */
  record Directory(String name, Optional<Attributes> attributes) implements Member {}

  /** A file with content of its own. */
  record RegularFile(String name, Attributes attributes, long size) implements Member {}

  /** A symbolic link. */
  record SymbolicLink(String name, Attributes attributes, String text) implements Member {}

  /** Another name for a regular file that came earlier. */
  record HardLink(String name, String existing) implements Member {}

  /** Anything that no configuration may hold. */
  record Unsupported(String name, String what) implements Member {}
}
