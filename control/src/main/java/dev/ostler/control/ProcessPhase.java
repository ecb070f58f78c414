package dev.ostler.control;

/** Where a process is in its life. On the wire in lower case. */
public enum ProcessPhase {
  /** Nothing runs. */
  DOWN,
  /** Nothing runs: what must come first (another process, a configuration) is waited for. */
  WAITING,
  /** Nothing runs until the next restart. */
  BACKING_OFF,
  /** A start was asked for. */
  STARTING,
  /** The process runs. */
  RUNNING,
  /** The process was asked to end, or has ended and left others of its group, who are. */
  STOPPING
}
