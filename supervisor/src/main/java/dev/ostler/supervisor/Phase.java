package dev.ostler.supervisor;

/** Where a workload is in its life. */
sealed interface Phase {
  /** Nothing runs. */
  record Down() implements Phase {}

  /** Nothing runs until the wait before the next restart is over. */
  record Waiting() implements Phase {}

  /** A start was asked for. */
  record Starting() implements Phase {}

  /** The process runs. */
  record Up() implements Phase {}

  /**
   * The process, or what it left behind, is to end.
   *
   * @param killed whether KILL was sent
   * @param byItself whether the process had ended before it was asked to
   */
  record Stopping(boolean killed, boolean byItself) implements Phase {}

  /**
   * The workload has ended for good; whatever else is left is to end.
   *
   * @param killed whether KILL was sent
   */
  record Leaving(boolean killed) implements Phase {}
}
