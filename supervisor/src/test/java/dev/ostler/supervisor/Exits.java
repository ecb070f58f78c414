package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import dev.ostler.linux.Signal;
import java.time.Duration;

/** Ends of processes for tests. */
final class Exits {
  static final int PID = 4711;

  private Exits() {}

  static ChildExit status(int status) {
    return new ChildExit(PID, new ChildExit.Exited(status));
  }

  static ChildExit signal(Signal signal) {
    return new ChildExit(PID, new ChildExit.Killed(signal, false));
  }

  /** The process has ended after a moment. */
  static Input.Ended ended(ChildExit exit) {
    return new Input.Ended(Setup.ONLY, exit, Duration.ofMillis(100));
  }
}
