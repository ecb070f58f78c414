package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Something that a decision on one app wants done. */
sealed interface AppEffect {
  /** Ask its platform to have it run. */
  record Wake() implements AppEffect {}

  /** Ask its platform to have it rest. */
  record Rest(RestOrder.Cause cause) implements AppEffect {}

  /** Take that back, if it is in time. */
  record StopResting() implements AppEffect {}

  /** Say that it does not rest, and when that is tried again at the earliest. */
  record TellNotRested(Observation.Failed why, Duration pause) implements AppEffect {}

  /** Tell all others who look after it that it is used, and when it may rest at the earliest. */
  record TellUse(Duration idleAfter) implements AppEffect {}

  /** See whether it answers, again and again, until told otherwise. */
  record Confirm(Optional<InetSocketAddress> upstream) implements AppEffect {}

  /** It need not be seen any more whether it answers. */
  record StopConfirming() implements AppEffect {}

  /** Let those who wait, and all who come, through to it. */
  record Release(Optional<InetSocketAddress> upstream) implements AppEffect {}

  /** Have all who come wait from now on. */
  record Hold() implements AppEffect {}

  /** Tell those who wait why they wait in vain. */
  record TurnAway(Observation.Failed why) implements AppEffect {}

  /** Tell those who wait that they wait in vain, though nothing has failed. */
  record SendAway(String why) implements AppEffect {}

  /** Tell those who wait how far it has come. */
  record TellStage(String stage) implements AppEffect {}

  /** Nobody can say how it is, or not for the reason of before. */
  record LoseSight(String why) implements AppEffect {}

  /** Its platform says again how it is. */
  record RegainSight() implements AppEffect {}

  /** Tell when a time has passed, in place of what was set before for the same. */
  record SetDeadline(AppDeadline deadline, Duration delay) implements AppEffect {}

  /** Forget a deadline. */
  record ClearDeadline(AppDeadline deadline) implements AppEffect {}
}
