package dev.ostler.supervisor;

/** Where a new version of a configuration is on its way to its users. */
enum PipelinePhase {
  /** Nothing is under way. */
  IDLE,
  /** It is prepared beside the target. */
  STAGING,
  /** It is judged. */
  CHECKING,
  /** It is brought to the target. */
  SWITCHING,
  /** It could not be prepared or brought there, and will be when what is in its way has passed. */
  AWAITING_RETRY,
  /** Its users are told by a command. */
  COMMANDING,
  /** Its users do not run, and are not to: nobody can show that it works. */
  AWAITING_USERS,
  /** Its users are not ready with it yet. */
  PROVING,
  /** Its users are ready and must stay so for a while. */
  STEADYING,
  /** Its users are asked for the last time. */
  CONFIRMING,
  /** The version before is brought back. */
  ROLLING_BACK,
  /** It could not be brought back, and will be when what is in its way has passed. */
  AWAITING_ROLL_BACK;

  /** Whether something is done, or waited for, that decides what becomes of the version. */
  boolean isUnderWay() {
    return this != IDLE && this != AWAITING_RETRY;
  }

  boolean isRollingBack() {
    return this == ROLLING_BACK || this == AWAITING_ROLL_BACK;
  }

  boolean isProving() {
    return this == PROVING || this == STEADYING || this == CONFIRMING;
  }
}
