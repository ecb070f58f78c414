package dev.ostler.supervisor;

/** Where a workload is in its life. */
enum Phase {
  /** Nothing runs. */
  DOWN,
  /** Nothing runs until the wait before the next restart is over. */
  WAITING,
  /** A start was asked for. */
  STARTING,
  /** The process runs. */
  UP,
  /** The process was asked to end. */
  STOPPING,
  /** The process has ended by itself; what it left behind is to end. */
  CLEARING,
  /** As STOPPING, and KILL was sent. */
  KILLING,
  /** As CLEARING, and KILL was sent. */
  CLEARING_BY_KILL,
  /** The workload has ended for good; whatever else is left is to end. */
  LEAVING,
  /** As LEAVING, and KILL was sent. */
  LEAVING_BY_KILL
}
