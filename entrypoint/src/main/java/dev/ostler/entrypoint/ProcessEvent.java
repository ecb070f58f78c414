package dev.ostler.entrypoint;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.LinuxException;
import dev.ostler.linux.Signal;
import java.time.Duration;

/** What can happen to a process. Not intended to be implemented by clients. */
public sealed interface ProcessEvent extends Event {
  /**
   * Returns whose process it is.
   *
   * @return the handler that started it
   */
  ProcessHandler handler();

  /**
   * The process runs.
   *
   * @param handler whose
   * @param pid its number
   */
  record Started(ProcessHandler handler, int pid) implements ProcessEvent {}

  /**
   * The process could not be started; no end will be reported.
   *
   * @param handler whose
   * @param reason why not
   */
  record FailedToStart(ProcessHandler handler, LinuxException reason) implements ProcessEvent {}

  /**
   * The process has ended. Others of its group may be left; {@link GroupEnded} follows when none
   * is.
   *
   * @param handler whose
   * @param exit how it ended
   * @param ran how long it ran
   */
  record Ended(ProcessHandler handler, ChildExit exit, Duration ran) implements ProcessEvent {}

  /**
   * The process and everything that it left behind in its group are gone.
   *
   * @param handler whose
   */
  record GroupEnded(ProcessHandler handler) implements ProcessEvent {}

  /**
   * The process was stopped from the terminal (Ctrl-Z). Only of processes in the foreground.
   *
   * @param handler whose
   * @param signal what stopped it
   */
  record Suspended(ProcessHandler handler, Signal signal) implements ProcessEvent {}
}
