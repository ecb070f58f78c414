package dev.ostler.gateway;

/** What a time is set for; each is set at most once at a time. */
enum AppDeadline {
  /** That it is awake. */
  WAKE,
  /** That nobody uses it. */
  IDLE,
  /** That it may not rest. */
  GUARD,
  /** That a person wants it awake. */
  KEEP,
  /** That others use it. */
  OTHERS,
  /** That others need not be told again that it is used. */
  TOLD,
  /** That those who are served are done. */
  DRAIN,
  /** That it rests. */
  SETTLE,
  /** That a failed wake is not tried again. */
  RETRY
}
