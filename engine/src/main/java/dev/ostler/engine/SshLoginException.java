package dev.ostler.engine;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host was reached, or could be, and yet no login is possible until somebody changes something.
 * It is behind the {@link EngineException} of a dial, see {@link #behind}.
 */
public final class SshLoginException extends IOException {
  private static final long serialVersionUID = 1;

  /** What has to be changed. */
  public enum Kind {
    /** The settings, or the OpenSSH configuration that they lead to. */
    SETTINGS,
    /** No key of the host is known. */
    UNKNOWN_HOST_KEY,
    /** The host's key is not the one that is known. */
    CHANGED_HOST_KEY,
    /** The host's key is marked as revoked. */
    REVOKED_HOST_KEY,
    /** The host accepted no key and no password. */
    CREDENTIALS
  }

  /** What was refused. */
  private final Kind kind;

  SshLoginException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Looks for such a reason behind a failure. If there is one, trying again is of no use.
   *
   * @param failure of a dial or of any call of an engine
   * @return the reason; empty if the failure may pass by itself
   */
  public static Optional<SshLoginException> behind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SshLoginException reason) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what has to be changed.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
