package dev.ostler.engine;

import java.time.Duration;
import java.util.OptionalInt;

/** The processes inside containers: their output, and further ones. */
public interface Processes {
  /**
   * Reads what a container's program wrote.
   *
   * @param container name or ID
   * @param query which part
   * @return the output; the caller closes it
   * @throws EngineException {@linkplain EngineException#isNotFound not found}; refused if its
   *     logging driver keeps nothing
   */
  Output logs(String container, LogQuery query) throws EngineException;

  /**
   * Attaches to the program of a container, from now on.
   *
   * @param container name or ID; it need not have been started yet
   * @param input whether its standard input is wanted, too
   * @return the session; the caller closes it
   * @throws EngineException {@linkplain EngineException#isNotFound not found}
   */
  Session attach(String container, boolean input) throws EngineException;

  /**
   * Starts a further process.
   *
   * @param container name or ID; must run
   * @param spec what to start
   * @return the process; the caller closes its session
   * @throws EngineException {@linkplain EngineException#isConflict conflict} if the container does
   *     not run or is paused
   */
  Exec start(String container, ExecSpec spec) throws EngineException;

  /**
   * A further process.
   *
   * @param id what the engine calls it
   * @param session its streams
   */
  record Exec(String id, Session session) {}

  /**
   * Says how large the terminal of a further process is.
   *
   * @param exec its ID
   * @param rows how many lines it has; at least 1
   * @param columns how many characters a line has; at least 1
   * @throws EngineException if it has none, or has ended
   */
  void resize(String exec, int rows, int columns) throws EngineException;

  /**
   * Asks for the exit status of a further process.
   *
   * @param exec its {@link Exec#id}
   * @return the exit status; nothing while it runs
   * @throws EngineException {@linkplain EngineException#isNotFound not found} once the container
   *     has ended
   */
  OptionalInt exitCode(String exec) throws EngineException;

  /**
   * Runs a further process to its end, without input.
   *
   * @param container name or ID; must run
   * @param spec what to run, without standard input
   * @param within how long it may take; positive. The process itself goes on if it takes longer
   * @return its exit status, and its output up to 1 MiB each
   * @throws EngineException {@link EngineException.Kind#UNKNOWN} if it took longer
   */
  ExecResult run(String container, ExecSpec spec, Duration within) throws EngineException;
}
