package dev.ostler.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs in a container. Empty means: as the image says.
 *
 * @param entrypoint words before the command
 * @param command the command and its arguments
 * @param user {@code USER}, {@code USER:GROUP} or {@code :GROUP}, by name or number
 * @param environment variables added to the image's
 * @param workingDirectory where it starts
 * @param init whether the engine's init is PID 1
 * @param terminal whether it has a terminal
 * @param openInput whether its standard input stays open
 * @param stopSignal what asks it to end, such as {@code SIGTERM}
 * @param stopWithin how long it has before it is killed; the engine's default if absent
 */
public record ProcessSpec(
    List<String> entrypoint,
    List<String> command,
    String user,
    Map<String, Text> environment,
    String workingDirectory,
    boolean init,
    boolean terminal,
    boolean openInput,
    String stopSignal,
    Optional<Duration> stopWithin) {

  private static final ProcessSpec OF_IMAGE =
      new ProcessSpec(
          List.of(), List.of(), "", Map.of(), "", false, false, false, "", Optional.empty());

  /** Copies and checks. */
  public ProcessSpec {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    for (String name : environment.keySet()) {
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        throw new IllegalArgumentException(
            "name of an environment variable must not be empty or have a '=', got '" + name + "'");
      }
    }
    if (stopWithin.isPresent() && stopWithin.get().isNegative()) {
      throw new IllegalArgumentException(
          "stop_grace_period must not be negative, got " + stopWithin.get());
    }
  }

  /**
   * What the image says.
   *
   * @return the default
   */
  public static ProcessSpec ofImage() {
    return OF_IMAGE;
  }

  /**
   * What the image says with another command.
   *
   * @param words the command and its arguments
   * @return the process
   */
  public static ProcessSpec command(String... words) {
    return OF_IMAGE.withCommand(List.of(words));
  }

  /**
   * The same with another command.
   *
   * @param words the command and its arguments
   * @return the new process
   */
  public ProcessSpec withCommand(List<String> words) {
    return new ProcessSpec(
        entrypoint,
        words,
        user,
        environment,
        workingDirectory,
        init,
        terminal,
        openInput,
        stopSignal,
        stopWithin);
  }

  /**
   * The same with other variables.
   *
   * @param variables added to the image's
   * @return the new process
   */
  public ProcessSpec withEnvironment(Map<String, Text> variables) {
    return new ProcessSpec(
        entrypoint,
        command,
        user,
        variables,
        workingDirectory,
        init,
        terminal,
        openInput,
        stopSignal,
        stopWithin);
  }
}
