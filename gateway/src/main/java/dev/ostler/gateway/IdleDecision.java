package dev.ostler.gateway;

/** Whether a workload of a cluster is to rest now, and why. */
sealed interface IdleDecision {
  /** In one clause, for people. */
  String why();

  /** It is to rest. */
  record Rest(String why) implements IdleDecision {}

  /** It stays as it is. */
  record Leave(String why) implements IdleDecision {}
}
