package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** A configuration cannot be read, checked, put in place or taken back. */
public class ConfigurationException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param message "cannot", what was tried, on what, why, and what to do
   */
  public ConfigurationException(String message) {
    super(message);
  }

  /**
   * A refusal by the world.
   *
   * @param message "cannot", what was tried, on what, why, and what to do
   * @param cause what was answered
   */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the failure itself if it already says all, otherwise one that says what was tried. */
  static ConfigurationException of(String action, IOException failure) {
    return failure instanceof ConfigurationException complete
        ? complete
        : new ConfigurationException("cannot " + action + ": " + reason(failure), failure);
  }

  /** java.nio's messages are a bare path, with the reason in the class's name. */
  private static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      default -> text(failure);
    };
  }

  private static String text(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
