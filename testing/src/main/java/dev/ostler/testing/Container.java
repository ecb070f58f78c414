package dev.ostler.testing;

/** A container of a test's. */
public final class Container {
  private final String id;

  Container(String id) {
    this.id = id;
  }

  /**
   * Returns the number of its first process as seen from outside.
   *
   * @return 0 once it has ended
   */
  public long pid() {
    return Long.parseLong(inspect("{{.State.Pid}}"));
  }

  /**
   * Sends its first process a signal.
   *
   * @param signal name or number
   */
  public void signal(String signal) {
    ContainerEngine.docker("kill", "--signal", signal, id);
  }

  /** Stops it as {@code docker stop} does: TERM, and KILL after ten seconds. */
  public void stop() {
    ContainerEngine.docker("stop", id);
  }

  /**
   * Runs a program beside the first process.
   *
   * @param command program and arguments
   * @return what it wrote
   */
  public String execute(String... command) {
    String[] words = new String[command.length + 2];
    words[0] = "exec";
    words[1] = id;
    System.arraycopy(command, 0, words, 2, command.length);
    return ContainerEngine.docker(words);
  }

  /**
   * Waits for its end.
   *
   * @return its exit status
   */
  public int awaitExit() {
    Eventually.await(
        "the container ends",
        () -> inspect("{{.State.Running}}"),
        "false"::equals,
        () -> "\n" + output());
    return Integer.parseInt(inspect("{{.State.ExitCode}}"));
  }

  /**
   * Says whether it has not ended.
   *
   * @return whether its first process lives
   */
  public boolean isRunning() {
    return inspect("{{.State.Running}}").equals("true");
  }

  /**
   * Returns what was written to standard output and standard error.
   *
   * @return both in the order in which the engine read them
   */
  public String output() {
    String text = ContainerEngine.docker("logs", id);
    return text.isEmpty() ? "" : text + "\n";
  }

  /**
   * Waits until something was written.
   *
   * @param text a part of it
   */
  public void awaitOutput(String text) {
    Eventually.await(
        "the container says '" + text + "'", this::output, o -> o.contains(text), () -> "");
  }

  private String inspect(String format) {
    return ContainerEngine.docker("inspect", "--format", format, id);
  }
}
