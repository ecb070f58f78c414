package dev.ostler.entrypoint;

import dev.ostler.linux.Signal;
import java.util.OptionalInt;

/** Starts one process, again and again if need be, and tells what becomes of it. */
public interface ProcessHandler {
  /**
   * Returns what to call it in messages.
   *
   * @return the program's name if nothing else was given
   */
  String name();

  /**
   * Starts the process. Returns at once; {@link ProcessEvent.Started} or {@link
   * ProcessEvent.FailedToStart} follows.
   *
   * @throws IllegalStateException if it is already started
   */
  void start();

  /**
   * Asks the process to end (TERM).
   *
   * @return false if it is not running; then nobody was signalled
   */
  default boolean stop() {
    return signal(Signal.TERM);
  }

  /**
   * Ends the process (KILL).
   *
   * @return false if it is not running; then nobody was signalled
   */
  default boolean kill() {
    return signal(Signal.KILL);
  }

  /**
   * Sends a signal to the process alone.
   *
   * @param signal which one
   * @return false if it is not running or may not be signalled; then nobody was
   */
  boolean signal(Signal signal);

  /**
   * Sends a signal to the process and everything in its group, even if it has itself ended.
   *
   * @param signal which one
   * @return false if none is left; then nobody was signalled
   */
  boolean signalGroup(Signal signal);

  /**
   * Takes another process for the one that was started, as a daemon asks for that goes on as its
   * child: signals reach that one, and its end is the end, also if what was started still runs. How
   * it ended is known if it is a child of ours by then, as it is once its parent has ended.
   *
   * <p>Who asks for it before it ends is heard in time: an end is reported after everything that
   * was ready together with it.
   *
   * @param pid number of a process that belongs to this one, which is not checked here
   * @return false if there is no such process, or if this one is not running; nothing changes then
   */
  boolean followMain(int pid);

  /**
   * Lets those whom the process has left in its group go their own way: they are not signalled or
   * waited for any more, {@link ProcessEvent.GroupEnded} is reported, and the process can be
   * started again beside them.
   *
   * @return false if the process has not ended, or nobody is left; nothing changes then
   */
  boolean leaveGroup();

  /**
   * Returns the number of the running process.
   *
   * @return that of the one that is followed; empty if it is not running
   */
  OptionalInt pid();

  /**
   * Says whether the process, or something that it left behind in its group, is there.
   *
   * @return false before the start, and from {@link ProcessEvent.GroupEnded} on
   */
  boolean isGroupAlive();
}
