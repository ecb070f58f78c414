package dev.ostler.entrypoint;

import org.jspecify.annotations.Nullable;

/** The world refused what an entrypoint needs. */
public final class EntrypointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message "cannot", what was tried, on what and why
   * @param cause what the world answered, or null if it is all in the message
   */
  public EntrypointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
