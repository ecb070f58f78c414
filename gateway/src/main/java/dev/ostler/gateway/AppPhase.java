package dev.ostler.gateway;

/** Where an app is between rest and use. */
enum AppPhase {
  /** Nobody has said yet, or nobody can say. */
  UNKNOWN,
  /** It rests. */
  RESTING,
  /** It was asked to run. */
  WAKING,
  /** Its platform says that it runs; whether it answers is being seen. */
  CONFIRMING,
  /** It runs and answers. */
  AWAKE,
  /** It is about to rest: those who are served are served to the end, who comes keeps it awake. */
  DRAINING,
  /** It was asked to rest. */
  SETTLING,
  /** It could not be woken. */
  FAILED;

  /**
   * Whether it could not be put to rest and is looked at as after a start, though nobody woke it.
   */
  static boolean isSecondLook(AppPhase before, AppPhase after) {
    return before == SETTLING && after == CONFIRMING;
  }
}
