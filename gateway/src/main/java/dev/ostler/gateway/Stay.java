package dev.ostler.gateway;

import org.jspecify.annotations.Nullable;

/*
 * Who is let in may be served and gone, or may have come to another app, before whoever let him in
 * goes on; and a proxy tries again for clients that are gone. Whatever is called when, by which
 * thread: a visit is known here before it counts, and what begins another ends the one before.
 */
/** The visits of one visitor, one after the other: none counts any more once the stay is over. */
final class Stay {
  private @Nullable Visit visit;
  private boolean isOver;

  /** Begins a visit instead of the one before, unless the stay is over. */
  void begin(Visit next) {
    Visit before;
    synchronized (this) {
      if (isOver) {
        return;
      }
      before = visit;
      visit = next;
    }
    leave(before);
    next.begin();
  }

  /** Ends the visit and the stay. A second call does nothing. */
  void end() {
    Visit last;
    synchronized (this) {
      isOver = true;
      last = visit;
      visit = null;
    }
    leave(last);
  }

  private static void leave(@Nullable Visit left) {
    if (left != null) {
      left.leave();
    }
  }
}
