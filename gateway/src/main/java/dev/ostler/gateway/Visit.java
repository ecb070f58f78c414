package dev.ostler.gateway;

import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One visitor's use of an app, from coming to going. Its fields are under the lock of the app. */
final class Visit {
  final Visitor visitor;
  final Kind kind;

  private final Admission admission;
  private final boolean isTie;
  private State state = State.TO_COME;
  private @Nullable Visit continued;
  private @Nullable Future<?> limit;

  /** How he comes. */
  enum Kind {
    /** He is refused if too many wait, and waits for so long only. */
    LIMITED,
    /** He waits for as long as it takes. */
    PATIENT,
    /** He is served already, as a visitor of who looked after the app before. Told nothing. */
    SERVED
  }

  private enum State {
    TO_COME,
    THERE,
    OVER
  }

  Visit(Admission admission, Visitor visitor, Kind kind) {
    this(admission, visitor, kind, kind == Kind.PATIENT);
  }

  private Visit(Admission admission, Visitor visitor, Kind kind, boolean isTie) {
    this.admission = admission;
    this.visitor = visitor;
    this.kind = kind;
    this.isTie = isTie;
  }

  /** He comes. The visitor may be told, may be served and may have left before this returns. */
  void begin() {
    admission.begin(this);
  }

  /** He is done, or has given up. A second call does nothing; nor does to begin afterwards. */
  void leave() {
    admission.end(this);
  }

  /** Whether it is another app that needs this one. */
  boolean isTie() {
    return isTie;
  }

  /**
   * Turns him away unless he is gone already; an app is told why and goes on waiting, for it needs
   * this one until it leaves by itself. Not under the lock.
   */
  void turnAway(TurnedAway why) {
    if (isTie()) {
      visitor.turnAway(why);
    } else if (admission.end(this)) {
      admission.noteTurnedAway(why);
      visitor.turnAway(why);
    }
  }

  /**
   * Has him come again, to whoever looks after the app now, unless he is gone already. Not under
   * the lock.
   */
  void comeAgain() {
    if (admission.end(this)) {
      visitor.comeAgain();
    }
  }

  /** What he who is served is to begin at a successor of the app; it ends with this visit. */
  Visit continuedAt(Admission successor) {
    Visit next = new Visit(successor, visitor, Kind.SERVED, isTie);
    continued = next;
    return next;
  }

  /** The same use, as it counts at a successor of the app. */
  Optional<Visit> continued() {
    return Optional.ofNullable(continued);
  }

  /** Whether he is there from this call on. */
  boolean comes() {
    boolean first = state == State.TO_COME;
    state = first ? State.THERE : state;
    return first;
  }

  /** Whether he was there up to this call. */
  boolean goes() {
    boolean wasThere = state == State.THERE;
    state = State.OVER;
    forgetLimit();
    return wasThere;
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
