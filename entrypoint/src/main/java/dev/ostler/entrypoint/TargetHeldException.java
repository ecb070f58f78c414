package dev.ostler.entrypoint;

/** A target cannot be updated because somebody else looks after it; that passes when they end. */
public final class TargetHeldException extends ConfigurationException {
  private static final long serialVersionUID = 1;

  /**
   * A refusal.
   *
   * @param message "cannot", what was tried, on what, why, and what to do
   */
  TargetHeldException(String message) {
    super(message);
  }
}
