package dev.ostler.entrypoint;

import dev.ostler.linux.Descriptor;

/**
 * A pipe that processes write to and we read. It lives as long as this handler, over restarts of
 * the processes.
 */
public interface OutputHandler extends AutoCloseable {
  /**
   * Returns what to call it in messages.
   *
   * @return as given
   */
  String name();

  /**
   * Returns the end that processes write to: for {@link
   * dev.ostler.linux.ChildCommand#withStandardOutput} and {@link
   * dev.ostler.linux.ChildCommand#withStandardError}.
   *
   * @return good until {@link #close()}
   */
  Descriptor writeEnd();

  /** Stops reading: once the pipe is full, processes that write wait. */
  void pause();

  /** Goes on reading after {@link #pause()}. */
  void resume();

  /**
   * Reads what is in the pipe now, paused or not, so that its {@link OutputReceived} come before
   * whatever happens next: for the last words of a process that has ended.
   */
  void readNow();

  /** Closes the pipe; no event follows. Whoever still writes to it gets PIPE. */
  @Override
  void close();
}
