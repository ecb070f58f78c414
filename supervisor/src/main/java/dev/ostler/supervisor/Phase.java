package dev.ostler.supervisor;

/** Where a process is in its life. */
enum Phase {
  /** Nothing runs. */
  DOWN,
  /** Nothing runs until the wait before the next restart is over. */
  WAITING,
  /** A start was asked for. */
  STARTING,
  /** The process runs. */
  UP,
  /** The process runs on for those who have not noticed yet that it is about to end. */
  DRAINING,
  /** The process was asked to end. */
  STOPPING,
  /** The process has ended by itself; what it left behind is to end. */
  CLEARING,
  /** As STOPPING, and KILL was sent. */
  KILLING,
  /** As CLEARING, and KILL was sent. */
  CLEARING_BY_KILL
}
