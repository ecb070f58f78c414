package dev.ostler.control;

import java.util.Optional;

/**
 * One configuration that is kept up to date.
 *
 * @param name its name in the supervisor's configuration
 * @param source where it comes from
 * @param target where it is brought
 * @param state where it stands
 * @param version what lies at the target
 * @param lastUpdate what the last update came to; empty before the first
 * @param whyNotAtomic why an update is seen file by file; empty if it is seen at once
 */
public record ConfigurationStatus(
    String name,
    String source,
    String target,
    State state,
    Version version,
    Optional<UpdateResult> lastUpdate,
    Optional<String> whyNotAtomic) {
  /** Where a configuration stands. On the wire in lower case, with dashes. */
  public enum State {
    /** The source is not there yet. */
    WAITING,
    /** What the source has is at the target. */
    CURRENT,
    /** New content is being staged, checked or tried. */
    UPDATING,
    /** What the source has could not be read, or was refused; the target is as it was. */
    REFUSED,
    /** What the source has was tried and did not prove itself; the target is as it was. */
    ROLLED_BACK
  }

  /**
   * What lies at a target.
   *
   * @param generation which of the versions that this supervisor has brought there, counted from 1;
   *     0 if it is one from before
   * @param digest of the content, in hexadecimal; empty before the first update
   */
  public record Version(int generation, Optional<String> digest) {
    /** Checks the range. */
    public Version {
      if (generation < 0) {
        throw new IllegalArgumentException("generation must not be negative, got " + generation);
      }
    }
  }
}
