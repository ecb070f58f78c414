package dev.ostler.control;

/** Who has set something. */
public sealed interface SetBy {
  /**
   * Somebody by the control socket.
   *
   * @param user the user number, by the kernel
   * @param pid the process, by the kernel; 0 if it is of another process namespace
   */
  record Control(long user, int pid) implements SetBy {}

  /** Somebody by a word to the datagram socket. */
  record Datagram() implements SetBy {}

  /**
   * A file that is there or not.
   *
   * @param path its name
   */
  record ActivationFile(String path) implements SetBy {}

  /** What the supervisor was configured with. */
  record Configuration() implements SetBy {}

  /** The process itself, by ending. */
  record Itself() implements SetBy {}
}
