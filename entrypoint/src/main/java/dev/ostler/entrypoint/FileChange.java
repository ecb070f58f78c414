package dev.ostler.entrypoint;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One changed file of an update.
 *
 * @param name relative to the target, directories separated by slashes; for a target that is a
 *     single file its file name; "." for the target directory itself
 * @param kind what happened to it
 * @param aspects in what a modified file differs; empty for the other kinds
 * @param oldDigest SHA-256 of the old content in lower-case hexadecimal, if it had content
 * @param newDigest SHA-256 of the new content in lower-case hexadecimal, if it has content
 */
public record FileChange(
    String name,
    ChangeKind kind,
    Set<Aspect> aspects,
    Optional<String> oldDigest,
    Optional<String> newDigest) {
  /** Refuses a modification without an aspect. */
  public FileChange {
    if ((kind == ChangeKind.MODIFIED) == aspects.isEmpty()) {
      throw new IllegalArgumentException(
          "only a modified file has aspects, got " + kind + " " + name + " with " + aspects);
    }
    aspects = aspects.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(aspects));
  }

  @Override
  public String toString() {
    return kind + " " + name + (aspects.isEmpty() ? "" : " " + aspects);
  }
}
