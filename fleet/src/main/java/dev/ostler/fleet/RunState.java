package dev.ostler.fleet;

/** What a container is doing, in the engine's words. */
public enum RunState {
  /** Made, never started. */
  CREATED,
  /** At work. */
  RUNNING,
  /** Ended, and the engine starts it again. */
  RESTARTING,
  /** Frozen. */
  PAUSED,
  /** Ended. */
  EXITED,
  /** Being removed. */
  REMOVING,
  /** Could not be removed; it cannot be started either. */
  DEAD;

  /** Whether it has processes, so that it must be stopped before it is removed. */
  boolean isLive() {
    return this == RUNNING || this == RESTARTING || this == PAUSED;
  }

  /** Whether nothing can be made of it any more. */
  boolean isLost() {
    return this == REMOVING || this == DEAD;
  }
}
