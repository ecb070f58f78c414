package dev.ostler.control;

/** What can be asked of processes. On the wire in lower case. */
public enum Verb {
  /** Have it started: it runs if it is active and not suspended, and at once if it backs off. */
  START,
  /** Have it stopped, until it is started again. */
  STOP,
  /** Stop it and start it anew. */
  RESTART,
  /** Let it rest, whether it is started or not. */
  SUSPEND,
  /** Let it rest no more: it runs if it is started and active, and at once if it backs off. */
  RESUME
}
