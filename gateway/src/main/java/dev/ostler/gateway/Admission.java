package dev.ostler.gateway;

import java.util.List;
import java.util.Optional;

/**
 * Receives who visits an app, and sees him off: he passes, waits, or is turned away, and the app
 * hears of his coming and going. When somebody else looks after the app from a reload on, who waits
 * is sent there, and who is served counts there until he is done.
 */
final class Admission {
  private static final TurnedAway ENDING =
      new TurnedAway(TurnedAway.Cause.ENDING, "the gateway ends", "");

  private final AppRun app;
  private final AppLock lock;
  private final Reception reception;
  private final Chronicle chronicle;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    CLOSED,
    /** Closed, and somebody else looks after the app. */
    HANDED_OVER
  }

  Admission(AppRun app, AppLock lock, Reception reception, Chronicle chronicle) {
    this.app = app;
    this.lock = lock;
    this.reception = reception;
    this.chronicle = chronicle;
  }

  void begin(Visit visit) {
    lock.step(afterwards -> {
      if (visit.comes()) {
        receive(visit, afterwards);
      }
    });
  }

  private void receive(Visit visit, List<Runnable> afterwards) {
    if (state != State.OPEN) {
      sendOff(visit, afterwards);
    } else {
      switch (visit.kind) {
        case LIMITED -> takeLimited(visit, app.settings().hold(), afterwards);
        case PATIENT -> take(visit, afterwards);
        case SERVED -> {
          reception.addServed(visit);
          arrive(visit, afterwards);
        }
      }
    }
  }

  private void sendOff(Visit visit, List<Runnable> afterwards) {
    if (visit.kind == Visit.Kind.SERVED) {
      visit.goes();
    } else if (state == State.HANDED_OVER) {
      visit.goes();
      afterwards.add(visit.visitor::comeAgain);
    } else {
      refuse(visit, ENDING, afterwards);
    }
  }

  private void takeLimited(Visit visit, AppSettings.HoldLimits limits, List<Runnable> afterwards) {
    if (reception.isFull(limits)) {
      refuse(visit, full(limits, visit, afterwards), afterwards);
    } else {
      take(visit, afterwards);
      reception.limit(visit, limits, () -> isLate(visit));
    }
  }

  /** Where nobody may wait, nobody else has asked for it yet. */
  private TurnedAway full(AppSettings.HoldLimits limits, Visit visit, List<Runnable> afterwards) {
    String why = limits.most() + " others wait for it already";
    if (limits.most() == 0) {
      why = "it is being woken, and nobody may wait for it";
      ask(visit.visitor.trace(), afterwards);
    }
    return new TurnedAway(TurnedAway.Cause.FULL, why, chronicle.story().stage());
  }

  private void take(Visit visit, List<Runnable> afterwards) {
    reception.add(visit);
    chronicle.came(visit.visitor.trace());
    arrive(visit, afterwards);
    reception.letIn(visit, afterwards);
  }

  private void arrive(Visit visit, List<Runnable> afterwards) {
    if (visit.isTie()) {
      app.take(new AppInput.Tied(), afterwards);
    }
    app.take(new AppInput.Arrived(), afterwards);
  }

  private void refuse(Visit visit, TurnedAway why, List<Runnable> afterwards) {
    visit.goes();
    afterwards.add(() -> {
      noteTurnedAway(why);
      visit.visitor.turnAway(why);
    });
  }

  private void isLate(Visit visit) {
    String limit = "it was not ready within " + app.settings().hold().within().toSeconds() + " s";
    lock.step(afterwards -> {
      if (reception.remove(visit)) {
        String reason = limit + (app.isUnseen() ? "; " + Words.UNSEEN : "");
        String stage = chronicle.story().stage();
        TurnedAway why = new TurnedAway(TurnedAway.Cause.LATE, reason, stage);
        afterwards.add(() -> visit.turnAway(why));
      }
    });
  }

  void noteTurnedAway(TurnedAway why) {
    chronicle.turnedAway(why.cause());
  }

  /** Whether this call ended a visit. */
  boolean end(Visit visit) {
    boolean[] ended = new boolean[1];
    lock.step(afterwards -> {
      ended[0] = visit.goes();
      if (ended[0]) {
        reception.leave(visit);
        if (visit.isTie()) {
          app.take(new AppInput.Untied(), afterwards);
        }
        app.take(new AppInput.Left(), afterwards);
        visit.continued().ifPresent(next -> afterwards.add(next::leave));
      }
    });
    return ended[0];
  }

  /** Somebody asks for the app and does not wait. Under the lock. */
  void ask(Optional<Trace> by, List<Runnable> afterwards) {
    chronicle.came(by);
    app.take(new AppInput.Arrived(), afterwards);
    app.take(new AppInput.Left(), afterwards);
  }

  /** Turns away all who wait, for it has failed at a stage. Under the lock. */
  void sendAway(String reason, String stage, List<Runnable> afterwards) {
    TurnedAway why = new TurnedAway(TurnedAway.Cause.FAILED, reason, stage);
    reception.tell(visit -> visit.turnAway(why), afterwards);
  }

  /** Turns away all who wait, and who comes from now on. Under the lock. */
  void close(List<Runnable> afterwards) {
    state = State.CLOSED;
    reception.tell(visit -> visit.turnAway(ENDING), afterwards);
  }

  /**
   * Has who waits, and who comes from now on, come again. Under the lock.
   *
   * @param successor where those who are served count until they are done; empty if nowhere
   */
  void handOver(Optional<Admission> successor, List<Runnable> afterwards) {
    state = State.HANDED_OVER;
    reception.tell(Visit::comeAgain, afterwards);
    successor.ifPresent(next -> passOn(next, afterwards));
  }

  /** Has those who are served now be users of another, too, until they are done. Under the lock. */
  void passOn(Admission successor, List<Runnable> afterwards) {
    reception.takeServed().forEach(visit -> afterwards.add(visit.continuedAt(successor)::begin));
  }
}
