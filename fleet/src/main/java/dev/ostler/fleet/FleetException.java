package dev.ostler.fleet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something about a fleet could not be done. The message says what, where, why and what to do. */
public final class FleetException extends IOException {
  private static final long serialVersionUID = 1;

  /** How it failed; callers decide by it. */
  public enum Kind {
    /** The file contradicts itself, or names what is not there. */
    BAD_FILE,
    /** A host could not be asked. */
    UNREACHABLE,
    /** Somebody else works on it. */
    LOCKED,
    /** A step was tried and did not succeed. */
    FAILED,
    /** What was planned does not fit what is there. */
    OUTDATED
  }

  /** How it failed. */
  private final Kind kind;

  FleetException(Kind kind, String message) {
    this(kind, message, null);
  }

  FleetException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Returns how it failed.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
