package dev.ostler.supervisor;

/** How far another process must have come before one that follows it starts. */
public enum Milestone {
  /** It runs. */
  STARTED,
  /** It is ready. */
  READY,
  /** It has ended with success. */
  COMPLETED
}
