package dev.ostler.gateway;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One visitor's use of an app, from coming to going. Its fields are under the lock of the app. */
final class Visit {
  final Visitor visitor;
  private final AppRun app;
  private @Nullable Future<?> limit;
  private boolean done;

  Visit(AppRun app, Visitor visitor) {
    this.app = app;
    this.visitor = visitor;
  }

  /** He is done, or has given up. A second call does nothing. */
  void leave() {
    app.end(this);
  }

  /** Turns him away unless he is gone already. Not under the lock. */
  void turnAway(TurnedAway why) {
    if (app.end(this)) {
      app.noteTurnedAway(why);
      visitor.turnAway(why);
    }
  }

  /** Whether this call ended it. */
  boolean end() {
    boolean first = !done;
    done = true;
    forgetLimit();
    return first;
  }

  void limit(Future<?> timer) {
    limit = timer;
  }

  void forgetLimit() {
    if (limit != null) {
      limit.cancel(false);
      limit = null;
    }
  }
}
