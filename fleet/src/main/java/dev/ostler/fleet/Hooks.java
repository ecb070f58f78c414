package dev.ostler.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What else is done when containers of a workload start and stop. Hooks are set in code and are in
 * no file. One that fails, or takes too long, fails the step that it belongs to: after a start that
 * means that the container before comes back.
 *
 * <p>Where a run is killed, the next one goes on. Those around a start then run at least once: what
 * such a hook does must be such that twice is as good as once, and the container's ID tells it for
 * which container it was called. Those around a stop are not called again for a container that is
 * found stopped.
 *
 * @param preStart before a container starts
 * @param postStart after it has started, before it is seen to work
 * @param preStop before it stops
 * @param postStop after it has stopped
 * @param within how long each may take; positive
 * @param onEveryStart whether those of the start also run when a container starts again that ran
 *     before
 */
public record Hooks(
    Optional<Hook> preStart,
    Optional<Hook> postStart,
    Optional<Hook> preStop,
    Optional<Hook> postStop,
    Duration within,
    boolean onEveryStart) {
  /** None. */
  public static final Hooks NONE =
      new Hooks(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofMinutes(1),
          false);

  /** Checks the time. */
  public Hooks {
    if (!within.isPositive()) {
      throw new IllegalArgumentException("within must be positive, got " + within);
    }
  }

  /** Something to do. It is interrupted when its time has passed. */
  @FunctionalInterface
  public interface Hook {
    /**
     * Does it.
     *
     * @param container to which container something happens
     * @throws IOException if it did not succeed; the message says why
     * @throws InterruptedException if its time has passed
     */
    void run(Container container) throws IOException, InterruptedException;
  }

  /**
   * To which container something happens.
   *
   * @param host name of the host
   * @param workload key of the workload
   * @param id the engine's
   */
  public record Container(String host, String workload, String id) {}

  /**
   * The same with something to do before a container starts.
   *
   * @param hook what
   * @return the new hooks
   */
  public Hooks beforeStart(Hook hook) {
    return new Hooks(Optional.of(hook), postStart, preStop, postStop, within, onEveryStart);
  }

  /**
   * The same with something to do after a container has started.
   *
   * @param hook what
   * @return the new hooks
   */
  public Hooks afterStart(Hook hook) {
    return new Hooks(preStart, Optional.of(hook), preStop, postStop, within, onEveryStart);
  }

  /**
   * The same with something to do before a container stops.
   *
   * @param hook what
   * @return the new hooks
   */
  public Hooks beforeStop(Hook hook) {
    return new Hooks(preStart, postStart, Optional.of(hook), postStop, within, onEveryStart);
  }

  /**
   * The same with something to do after a container has stopped.
   *
   * @param hook what
   * @return the new hooks
   */
  public Hooks afterStop(Hook hook) {
    return new Hooks(preStart, postStart, preStop, Optional.of(hook), within, onEveryStart);
  }

  /**
   * The same in another time.
   *
   * @param time how long each may take; positive
   * @return the new hooks
   */
  public Hooks withTime(Duration time) {
    return new Hooks(preStart, postStart, preStop, postStop, time, onEveryStart);
  }

  /**
   * The same, those of the start also when a container starts again.
   *
   * @return the new hooks
   */
  public Hooks alsoOnRestart() {
    return new Hooks(preStart, postStart, preStop, postStop, within, true);
  }
}
