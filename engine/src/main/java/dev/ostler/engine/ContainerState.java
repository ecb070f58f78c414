package dev.ostler.engine;

/** What a container is doing. */
public enum ContainerState {
  /** Made, and never started. */
  CREATED,
  /** Its program runs. */
  RUNNING,
  /** Its program is held still. */
  PAUSED,
  /** It ended and waits for being started again by the engine. */
  RESTARTING,
  /** It is being removed. */
  REMOVING,
  /** Its program ended. */
  EXITED,
  /** The engine could not remove it. */
  DEAD,
  /** A word of the engine that is not known. */
  OTHER;

  static ContainerState of(String word) {
    return switch (word) {
      case "created", "configured", "initialized" -> CREATED;
      case "running", "stopping" -> RUNNING;
      case "paused" -> PAUSED;
      case "restarting" -> RESTARTING;
      case "removing" -> REMOVING;
      case "exited", "stopped" -> EXITED;
      case "dead" -> DEAD;
      default -> OTHER;
    };
  }
}
