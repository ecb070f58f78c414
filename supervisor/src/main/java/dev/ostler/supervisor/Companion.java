package dev.ostler.supervisor;

import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.ProcessEvent;
import dev.ostler.linux.Signal;

/** What runs beside the process. */
interface Companion extends AutoCloseable {
  /** The process runs. */
  void mainStarted();

  /** The process is ready, for the first time in this run. */
  default void mainReady() {}

  /** The process is to end, or has ended. */
  void mainStopping();

  /** A signal for everybody. */
  void signal(Signal signal);

  /** Something happened to a process that is not the main one. */
  void happened(ProcessEvent event);

  /** An alarm rang that is not the main one. */
  void rang(AlarmRang alarm);

  /** There is another in its place, or the process is gone: nothing of it is left. */
  @Override
  void close();

  /** Nothing runs beside it. */
  static Companion none() {
    return new Companion() {
      @Override
      public void mainStarted() {}

      @Override
      public void mainStopping() {}

      @Override
      public void signal(Signal signal) {}

      @Override
      public void happened(ProcessEvent event) {}

      @Override
      public void rang(AlarmRang alarm) {}

      @Override
      public void close() {}
    };
  }
}
