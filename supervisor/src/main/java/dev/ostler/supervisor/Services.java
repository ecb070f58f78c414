package dev.ostler.supervisor;

import dev.ostler.entrypoint.Event;
import dev.ostler.entrypoint.UpdateReport;
import dev.ostler.linux.ChildCommand;
import dev.ostler.linux.ChildExit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What is around the processes of a file, and not around a single command: their output, their
 * probes, the control socket, the figures. A single command has none of it, nor its cost.
 */
interface Services extends AutoCloseable {
  /** What became of a new version of a configuration. */
  enum Outcome {
    /** The source has it. */
    SEEN,
    /** It is at the target, where it has yet to show that it works. */
    SWITCHED,
    /** It is at the target, and works as far as that is asked for. */
    KEPT,
    /** It is at the target, though something has failed. */
    STAYED,
    /** It is what was there. */
    UNCHANGED,
    /** Its check has refused it. */
    REFUSED,
    /** It could not be read or prepared; the target is as it was. */
    FAILED,
    /** It was at the target and is not any more. */
    ROLLED_BACK
  }

  /** Who says what is to be said. */
  Reporter reporter();

  /** The command as it is to be run. */
  ChildCommand connect(ProcessSetup process) throws IOException;

  /** What runs beside a process. */
  Companion companion(ProcessSetup process);

  /** A process is gone for good. */
  void forget(String process);

  /** Supervision begins. */
  void begin(Supervision supervision) throws IOException;

  /** A process runs. */
  void started(String process, int pid);

  /** A process has ended. */
  void ended(String process, ChildExit exit, Duration ran);

  /** A process could not be started. */
  void failedToStart(String process);

  /** A process will be started again. */
  void backingOff(String process, Duration delay);

  /** Something is to be looked at, or not any more. */
  void watch(String process, Effect.Watching what);

  /** Why a process that runs is not ready yet; empty if nothing is known. */
  Optional<String> whyNotReady(String process);

  /** Whether an update is atomic is known. */
  void introduced(Pipeline pipeline);

  /** A new version has come further. */
  void configured(String configuration, Result result);

  /**
   * What became of a new version.
   *
   * @param report what it changes, as soon as that is known
   * @param message in one sentence, for people
   */
  record Result(Outcome outcome, Optional<UpdateReport> report, String message) {}

  /** Something was decided. */
  void decided();

  /** The file says something else. */
  void follow(Setup setup) throws IOException;

  /** Returns whether an event was for one of them. */
  boolean happened(Event event);

  /** It is over: what is not written yet is written. */
  void finish();

  /** Whether it is. */
  boolean isFinished();

  /** Gives everything back. */
  @Override
  void close();
}
