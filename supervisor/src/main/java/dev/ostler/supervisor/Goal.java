package dev.ostler.supervisor;

/** What is wanted of a process at the moment. */
enum Goal {
  /** It should run. */
  RUN,
  /** It should not run. */
  REST,
  /** It is neither started nor stopped until others have come further. */
  HOLD
}
