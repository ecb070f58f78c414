package dev.ostler.linux;

/**
 * How a child ended.
 *
 * @param pid its process number, which may by now belong to another process
 * @param cause by its own exit or by a signal
 */
public record ChildExit(int pid, Cause cause) {
  /** Why it ended. */
  public sealed interface Cause {}

  /**
   * It ended by itself.
   *
   * @param status 0 to 255
   */
  public record Exited(int status) implements Cause {}

  /**
   * A signal ended it.
   *
   * @param signal which one
   * @param coreDumped whether a core file was written
   */
  public record Killed(Signal signal, boolean coreDumped) implements Cause {}

  /**
   * Returns the status as shells report it.
   *
   * @return the exit status, or 128 plus the number of the signal
   */
  public int shellStatus() {
    return switch (cause) {
      case Exited exited -> exited.status();
      case Killed killed -> 128 + killed.signal().number();
    };
  }

  /**
   * Says whether it ended by itself with status 0.
   *
   * @return whether it succeeded
   */
  public boolean succeeded() {
    return cause instanceof Exited(int status) && status == 0;
  }

  /**
   * Returns the end in words, to be read after "it".
   *
   * @return such as "exited with status 7" or "was killed by signal KILL"
   */
  public String description() {
    return switch (cause) {
      case Exited exited -> "exited with status " + exited.status();
      case Killed killed ->
          "was killed by signal "
              + killed.signal()
              + (killed.coreDumped() ? " and dumped core" : "");
    };
  }
}
