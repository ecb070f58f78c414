package dev.ostler.control;

/**
 * One line of an answer. Each request has any number of {@link LogLine}, {@link ControlEvent} and
 * {@link Following}, and then exactly one of the others. Not intended to be implemented by clients.
 */
public sealed interface Answer
    permits Instance,
        Status,
        Health,
        Changes,
        Reloaded,
        Metrics,
        Done,
        LogLine,
        ControlEvent,
        Following,
        Failure {
  /**
   * Says whether more lines follow for the same request.
   *
   * @return false for the last line
   */
  default boolean isLast() {
    return switch (this) {
      case LogLine _, ControlEvent _, Following _ -> false;
      case Instance _, Status _, Health _, Changes _, Reloaded _, Metrics _, Done _, Failure _ ->
          true;
    };
  }

  /**
   * Writes it as the protocol does, without the id.
   *
   * @return JSON on one line
   */
  default String toJson() {
    return Encoding.of(this).write();
  }
}
