package dev.ostler.gateway;

/** A workload is not put to rest, and rightly so: somebody else has use for it. */
final class StaysAwakeException extends WorkloadException {
  private static final long serialVersionUID = 1;

  private final String why;

  /**
   * Makes one.
   *
   * @param what stays awake, such as {@code shop stays awake}
   */
  StaysAwakeException(String what, String why) {
    super(what + ": " + why);
    this.why = why;
  }

  /** Why, without what. */
  String why() {
    return why;
  }
}
