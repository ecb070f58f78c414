package dev.ostler.engine;

import java.util.List;
import java.util.Map;

/**
 * A further process in a container that runs.
 *
 * @param command its words; never empty
 * @param environment variables, beside those of the container
 * @param user name or number; empty for the container's
 * @param workingDirectory absolute path; empty for the container's
 * @param standardInput whether it gets a standard input
 * @param terminal whether it runs at a terminal
 * @param privileged whether it may do everything
 */
public record ExecSpec(
    List<String> command,
    Map<String, String> environment,
    String user,
    String workingDirectory,
    boolean standardInput,
    boolean terminal,
    boolean privileged) {
  /** Checks and copies. */
  public ExecSpec {
    command = List.copyOf(command);
    environment = Copies.of(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a process needs a command");
    }
  }

  /**
   * A process with an environment, user and directory as the container's, without input.
   *
   * @param command its words
   * @return the specification
   */
  public static ExecSpec of(String... command) {
    return new ExecSpec(List.of(command), Map.of(), "", "", false, false, false);
  }

  /**
   * Returns the same with a standard input.
   *
   * @return the specification
   */
  public ExecSpec withStandardInput() {
    return new ExecSpec(command, environment, user, workingDirectory, true, terminal, privileged);
  }

  /**
   * Returns the same at a terminal, where standard output and standard error are one.
   *
   * @return the process
   */
  public ExecSpec withTerminal() {
    return new ExecSpec(
        command, environment, user, workingDirectory, standardInput, true, privileged);
  }
}
