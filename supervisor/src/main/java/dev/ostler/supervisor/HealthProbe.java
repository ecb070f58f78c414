package dev.ostler.supervisor;

import java.time.Duration;
import java.util.Optional;

/** Learns whether one process is ready, or alive, and says so when it changes. */
interface HealthProbe extends AutoCloseable {
  /** How an asking ended. */
  enum Outcome {
    /** All is well. */
    SUCCESS,
    /** Something is not. */
    FAILURE,
    /** There was no answer in time. */
    TIMEOUT
  }

  /** Who is told. */
  interface Listener {
    /** Of every answer; not of notifications and log lines. */
    void answered(Outcome outcome, Duration took);

    /** It was not, and is now. */
    void healthy();

    /** It was, and is not any more. */
    void unhealthy(String reason);
  }

  /** Begins, as if nothing were known: not ready, but alive. */
  void start();

  /** Ends: the process is to end, or has ended. Nothing is said. */
  void stop();

  /** The process was frozen: it cannot answer, and that says nothing. */
  void pause();

  /** The process goes on. */
  void resume();

  /** Why it is not well, or was not the last time. */
  Optional<String> trouble();

  /** Stops and gives everything back. */
  @Override
  void close();
}
