package dev.ostler.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When a container ends and begins again.
 *
 * @param restart what the engine does when it ends
 * @param health how the engine looks whether it is well; nothing for the image's way
 * @param stopSignal name or number of the signal that asks it to end; empty for the image's
 * @param stopTimeout how long it has to end before it is killed, in whole seconds; nothing for the
 *     engine's default
 * @param autoRemove whether the engine removes it when it has ended
 */
public record Lifecycle(
    Restart restart,
    Optional<HealthCheck> health,
    String stopSignal,
    Optional<Duration> stopTimeout,
    boolean autoRemove) {
  /** Never restarted, the image's health check. */
  public static final Lifecycle DEFAULT =
      new Lifecycle(Restart.NO, Optional.empty(), "", Optional.empty(), false);

  /**
   * Returns the same with another restart policy.
   *
   * @param other the policy
   * @return the life cycle
   */
  public Lifecycle withRestart(Restart other) {
    return new Lifecycle(other, health, stopSignal, stopTimeout, autoRemove);
  }

  /**
   * Returns the same with a health check.
   *
   * @param check the check
   * @return the life cycle
   */
  public Lifecycle withHealth(HealthCheck check) {
    return new Lifecycle(restart, Optional.of(check), stopSignal, stopTimeout, autoRemove);
  }
}
