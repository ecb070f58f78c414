package dev.ostler.gateway;

/** A platform refuses something, or cannot be asked. */
sealed class WorkloadException extends Exception permits StaysAwakeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message cannot, what, on what, why, and what to do
   */
  WorkloadException(String message) {
    super(message);
  }

  WorkloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
