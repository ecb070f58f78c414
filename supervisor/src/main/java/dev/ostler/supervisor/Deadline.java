package dev.ostler.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * What a time is set for; each has at most one at a time.
 *
 * @param kind for what
 * @param name whose; empty for the supervisor's own
 */
record Deadline(Kind kind, String name) {
  /** For what a time is set. */
  enum Kind {
    /** The phase that a process is in. */
    PHASE,
    /** That a process becomes ready. */
    READY,
    /** The step that a new configuration is at. */
    PIPELINE,
    /** That the activation stays as it is. */
    ACTIVATION,
    /** That everyone ends. */
    END
  }

  // What a record has by itself is made at its first use, which is the first restart: 10 ms.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Deadline that && kind == that.kind && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + kind.hashCode();
  }
}
