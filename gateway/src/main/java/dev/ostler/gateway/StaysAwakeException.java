package dev.ostler.gateway;

/** A workload is not put to rest, and rightly so: somebody else has use for it. */
final class StaysAwakeException extends WorkloadException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param message what stays awake, and why
   */
  StaysAwakeException(String message) {
    super(message);
  }
}
