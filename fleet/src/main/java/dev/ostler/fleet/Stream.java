package dev.ostler.fleet;

import java.time.Instant;
import java.util.OptionalInt;

/** Something that comes from a host while it is followed. */
public sealed interface Stream {
  /**
   * From where.
   *
   * @return name of the host
   */
  String host();

  /**
   * A line that a container, or a command in it, has written.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param isError whether it was written to standard error
   * @param text the line, without its end
   */
  record Line(String host, String workload, boolean isError, String text) implements Stream {}

  /**
   * Something happened to a container.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param time when
   * @param action the engine's word, such as {@code start} or {@code die}
   * @param status the exit status, if something ended
   */
  record Happened(String host, String workload, Instant time, String action, OptionalInt status)
      implements Stream {}

  /**
   * A command in a container has ended.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param status its exit status
   */
  record Ended(String host, String workload, int status) implements Stream {}

  /**
   * The engine of a host has answered that it does not do what was asked.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param reason why, and what to do about it
   */
  record Refused(String host, String workload, String reason) implements Stream {}

  /**
   * A host does not answer, or not any more.
   *
   * @param host name of the host
   * @param reason why
   */
  record Broken(String host, String reason) implements Stream {}
}
