package dev.ostler.gateway;

/**
 * Why a visitor does not get through.
 *
 * @param cause for programs
 * @param reason in one sentence, for people
 * @param stage how far the wake had come; may be empty
 */
record TurnedAway(Cause cause, String reason, String stage) {
  /** For programs. */
  enum Cause {
    /** As many wait as may. */
    FULL,
    /** It took longer than visitors are kept. */
    LATE,
    /** It cannot be woken, or may not. */
    FAILED,
    /** The gateway ends, or does not look after the app any more. */
    ENDING
  }
}
