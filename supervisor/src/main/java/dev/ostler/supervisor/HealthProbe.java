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

  /**
   * The probe that a process is configured with.
   *
   * @param name what to call it in messages, such as "probe of web"
   */
  static HealthProbe of(Router router, String name, Probing probing, Listener listener) {
    return switch (probing.probe()) {
      case Probe.Exec exec ->
          new Prober(router, probing, new ExecQuestion(router, name, exec.command()), listener);
      case Probe.Tcp tcp -> new Prober(router, probing, ConnectQuestion.of(router, tcp), listener);
      case Probe.Http http ->
          new Prober(router, probing, ConnectQuestion.of(router, http), listener);
      case Probe.LogLine line -> LogProbe.ofOutput(router, line, listener);
      case Probe.Newline line -> LogProbe.ofDescriptor(router, line, listener);
      case Probe.Notify _ -> new NotifyProbe(router, probing, listener);
    };
  }

  /** Begins, as if nothing were known: not ready, but alive. */
  void start();

  /** Ends: the process is to end, or has ended. Nothing is said. */
  void stop();

  /** The process was frozen: it cannot answer, and that says nothing. */
  void pause();

  /** The process goes on. */
  void resume();

  /** What the process says of itself, if it is configured to. */
  default void said(Notification notification) {}

  /** A line that the process has written. */
  default void wrote(String line) {}

  /** Why it is not well, or was not the last time. */
  Optional<String> trouble();

  /** Stops and gives everything back. */
  @Override
  void close();
}
