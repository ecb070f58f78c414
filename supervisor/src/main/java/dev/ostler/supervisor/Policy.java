package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.Optional;

/**
 * How a workload is looked after.
 *
 * @param stopSignal what asks the process to end, also when the supervisor gets TERM
 * @param grace how long it has to end before it is killed
 * @param restart what happens when it ends by itself
 * @param signals what it gets of the signals that are sent to the supervisor
 * @param wholeGroup whether forwarded signals go to its whole group
 * @param reload what a new configuration does to a running process
 * @param waitForConfiguration whether the first start waits for a first valid configuration
 * @param exitWhenStopped the status after TERM or INT; empty for the process's own
 */
public record Policy(
    Signal stopSignal,
    Duration grace,
    RestartPolicy restart,
    SignalMap signals,
    boolean wholeGroup,
    Reload reload,
    boolean waitForConfiguration,
    Optional<Integer> exitWhenStopped) {
  /** What a new configuration does to a running process. */
  public sealed interface Reload {}

  /** Nothing: the process looks for itself. */
  public record NoReload() implements Reload {}

  /**
   * It is told by a signal.
   *
   * @param signal usually HUP
   */
  public record ReloadBySignal(Signal signal) implements Reload {}

  /** It is stopped and started. */
  public record ReloadByRestart() implements Reload {}

  /** Refuses a negative grace. */
  public Policy {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, got " + grace);
    }
  }

  /** Whether a signal to the supervisor asks it to end: an image may say its own stop signal. */
  boolean asksToStop(Signal received) {
    return received.equals(Signal.TERM)
        || received.equals(Signal.INT)
        || received.equals(stopSignal);
  }

  /** What asks the process to end when the supervisor is asked to. */
  Signal stopSignalFor(Signal request) {
    return request.equals(Signal.TERM) && !signals.rewrites(request)
        ? stopSignal
        : signals.apply(request).orElse(stopSignal);
  }

  /**
   * Returns the usual for a command: TERM, 30 s as Kubernetes gives, no restart.
   *
   * @return the default policy
   */
  public static Policy defaults() {
    return new Policy(
        Signal.TERM,
        Duration.ofSeconds(30),
        RestartPolicy.of(RestartPolicy.When.NEVER),
        SignalMap.withoutTerminal(),
        false,
        new NoReload(),
        false,
        Optional.empty());
  }
}
