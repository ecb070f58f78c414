package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Somebody who wants to use an app. Told exactly one of pass, turnAway and comeAgain, by any
 * thread, soon or later.
 */
interface Visitor {
  /** The trace of his request, if it has one. */
  default Optional<Trace> trace() {
    return Optional.empty();
  }

  /** Goes to the app. */
  void pass(Optional<InetSocketAddress> upstream);

  /** Goes away. */
  void turnAway(TurnedAway why);

  /** Comes again: somebody else looks after the app now. */
  void comeAgain();
}
