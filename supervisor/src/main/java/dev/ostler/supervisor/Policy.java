package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.Optional;

/**
 * How one process is looked after.
 *
 * @param stopping how it is stopped
 * @param restart what happens when it ends by itself
 * @param exits what its ends mean
 * @param unhealthy what follows when it runs but is not alive
 * @param readyWithin how long it may take to be ready before that counts as a failure; empty if it
 *     is ready as soon as it runs
 * @param traits what else it is
 */
public record Policy(
    Stopping stopping,
    RestartPolicy restart,
    ExitCodes exits,
    Unhealthy unhealthy,
    Optional<Duration> readyWithin,
    Traits traits) {
  /**
   * What a process is.
   *
   * @param essential whether everything ends when it has ended for good, with its status
   * @param oneShot whether it is to end with success rather than to run on; it is ready then
   * @param wholeGroup whether forwarded signals go to its whole group
   * @param frozenBySuspending whether suspending stops it in its tracks rather than ends it
   * @param autostart whether it is started by itself, rather than only when somebody asks for it
   */
  public record Traits(
      boolean essential,
      boolean oneShot,
      boolean wholeGroup,
      boolean frozenBySuspending,
      boolean autostart) {}

  /**
   * Returns the usual for a command: TERM, 30 s as Kubernetes gives, no restart, essential.
   *
   * @return the default policy
   */
  public static Policy defaults() {
    return new Policy(
        Stopping.by(Signal.TERM, Duration.ofSeconds(30)),
        RestartPolicy.of(RestartPolicy.When.NEVER),
        ExitCodes.usual(),
        new Unhealthy.Restart(),
        Optional.empty(),
        new Traits(true, false, false, false, true));
  }

  /**
   * Stopped otherwise.
   *
   * @param how how it is stopped
   * @return a changed copy
   */
  public Policy withStopping(Stopping how) {
    return new Policy(how, restart, exits, unhealthy, readyWithin, traits);
  }

  /**
   * Restarted otherwise.
   *
   * @param how what happens when it ends by itself
   * @return a changed copy
   */
  public Policy withRestart(RestartPolicy how) {
    return new Policy(stopping, how, exits, unhealthy, readyWithin, traits);
  }

  /**
   * With other traits.
   *
   * @param what what else it is
   * @return a changed copy
   */
  public Policy withTraits(Traits what) {
    return new Policy(stopping, restart, exits, unhealthy, readyWithin, what);
  }
}
