package dev.ostler.supervisor;

/** Where messages for people go. */
@FunctionalInterface
public interface Reporter {
  /**
   * Tells people.
   *
   * @param message one sentence without a full stop
   */
  void say(String message);
}
