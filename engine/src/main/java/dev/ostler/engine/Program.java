package dev.ostler.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs in a container.
 *
 * @param entrypoint replaces the image's entrypoint; empty list: no entrypoint at all; nothing: the
 *     image's
 * @param command replaces the image's command; empty for the image's
 * @param environment variables, beside those of the image
 * @param user name or number, with {@code :group} if wanted; empty for the image's
 * @param workingDirectory absolute path; empty for the image's
 * @param terminal whether it runs at a terminal
 * @param standardInput whether its standard input stays open
 * @param init whether a small init of the engine is process 1; nothing for the engine's default
 */
public record Program(
    Optional<List<String>> entrypoint,
    List<String> command,
    Map<String, String> environment,
    String user,
    String workingDirectory,
    boolean terminal,
    boolean standardInput,
    Optional<Boolean> init) {
  /** What the image says. */
  public static final Program OF_IMAGE =
      new Program(Optional.empty(), List.of(), Map.of(), "", "", false, false, Optional.empty());

  /** Copies. */
  public Program {
    entrypoint = entrypoint.map(List::copyOf);
    command = List.copyOf(command);
    environment = Copies.of(environment);
  }

  /**
   * Returns the same with another command.
   *
   * @param words of the command
   * @return the program
   */
  public Program withCommand(List<String> words) {
    return new Program(
        entrypoint, words, environment, user, workingDirectory, terminal, standardInput, init);
  }

  /**
   * Returns the same with another environment.
   *
   * @param variables all of them
   * @return the program
   */
  public Program withEnvironment(Map<String, String> variables) {
    return new Program(
        entrypoint, command, variables, user, workingDirectory, terminal, standardInput, init);
  }
}
