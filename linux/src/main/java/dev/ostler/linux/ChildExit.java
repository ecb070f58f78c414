package dev.ostler.linux;

/**
 * How a child ended.
 *
 * @param pid its process number, which may by now belong to another process
 * @param cause by its own exit or by a signal
 */
public record ChildExit(int pid, Cause cause) {
  /** Why it ended. */
  public sealed interface Cause {
    /**
     * Returns the status as shells report it.
     *
     * @return the exit status, or 128 plus the number of the signal
     */
    int shellStatus();

    /**
     * Returns the end in words, to be read after "it".
     *
     * @return such as "exited with status 7" or "was killed by signal KILL"
     */
    String description();
  }

  /**
   * It ended by itself.
   *
   * @param status 0 to 255
   */
  public record Exited(int status) implements Cause {
    @Override
    public int shellStatus() {
      return status;
    }

    @Override
    public String description() {
      return "exited with status " + status;
    }
  }

  /**
   * A signal ended it.
   *
   * @param signal which one
   * @param coreDumped whether a core file was written
   */
  public record Killed(Signal signal, boolean coreDumped) implements Cause {
    @Override
    public int shellStatus() {
      return 128 + signal.number();
    }

    @Override
    public String description() {
      return "was killed by signal " + signal + (coreDumped ? " and dumped core" : "");
    }
  }

  /**
   * Returns the status as shells report it.
   *
   * @return the exit status, or 128 plus the number of the signal
   */
  public int shellStatus() {
    return cause.shellStatus();
  }

  /**
   * Says whether it ended by itself with status 0.
   *
   * @return whether it succeeded
   */
  public boolean succeeded() {
    return cause.shellStatus() == 0;
  }

  /**
   * Returns the end in words, to be read after "it".
   *
   * @return such as "exited with status 7" or "was killed by signal KILL"
   */
  public String description() {
    return cause.description();
  }
}
