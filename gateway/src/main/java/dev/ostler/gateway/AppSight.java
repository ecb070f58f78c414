package dev.ostler.gateway;

import dev.ostler.gateway.AppEffect.ClearDeadline;
import dev.ostler.gateway.AppEffect.Hold;
import dev.ostler.gateway.AppEffect.LoseSight;
import dev.ostler.gateway.AppEffect.RegainSight;
import dev.ostler.gateway.AppEffect.StopConfirming;
import dev.ostler.gateway.AppEffect.TellStage;
import dev.ostler.gateway.AppEffect.Wake;
import java.net.InetSocketAddress;
import java.util.Optional;

/*
 * What the platform says counts, not what it was asked for: after a crash the first observation
 * puts a new machine where the old one was. An app that is found on its way is taken over; one that
 * nobody can say anything about is neither woken nor rested.
 */
/** What follows for one app from what its platform says. */
final class AppSight {
  private final AppState app;

  AppSight(AppState app) {
    this.app = app;
  }

  void seen(Observation how) {
    if (app.unseen.isPresent() && !(how instanceof Observation.Unknown)) {
      app.unseen = Optional.empty();
      app.emit(new RegainSight());
    }
    switch (how) {
      case Observation.Resting _ -> seenResting();
      case Observation.Waking waking -> seenWaking(waking.stage());
      case Observation.Running running -> seenRunning(running.upstream());
      case Observation.Resigning _ -> seenResigning();
      case Observation.Failed failed -> seenFailed(failed);
      case Observation.Unknown unknown -> seenUnknown(unknown.why());
    }
  }

  private void seenResting() {
    switch (app.phase) {
      case WAKING -> {
        if (app.progressed) { // else it has not begun yet
          restedByOthers();
        }
      }
      case FAILED -> {}
      case UNKNOWN -> {
        app.rests();
        if (app.phase == AppPhase.RESTING && app.isDue()) {
          app.wakeWanted();
        }
      }
      case RESTING, SETTLING -> app.rests();
      case CONFIRMING -> {
        app.emit(new StopConfirming());
        restedByOthers();
      }
      // Somebody else has put it to rest: whoever comes next wakes it, or an app that needs it.
      case AWAKE, DRAINING -> {
        app.clearUse();
        app.emit(new Hold());
        app.rests();
      }
    }
  }

  /** On its way, or what was asked for came late: it is woken again only if somebody wants it. */
  private void restedByOthers() {
    if (app.wanted || app.hour == Schedule.Hour.AWAKE) {
      app.progressed = false;
      app.phase = AppPhase.WAKING;
      app.emit(new Wake());
    } else {
      app.emit(new ClearDeadline(AppDeadline.WAKE));
      app.rests();
    }
  }

  private void seenWaking(String stage) {
    restsUnseen();
    switch (app.phase) {
      case WAKING -> {
        app.progressed = true;
        app.emit(new TellStage(stage));
      }
      case UNKNOWN, RESTING, FAILED -> {
        app.beginWake();
        app.progressed = true;
        app.emit(new TellStage(stage));
      }
      case CONFIRMING -> {
        app.emit(new StopConfirming());
        app.phase = AppPhase.WAKING;
        app.emit(new TellStage(stage));
      }
      case AWAKE, DRAINING -> {
        app.clearUse();
        app.emit(new Hold());
        app.beginWake();
        app.progressed = true;
        app.emit(new TellStage(stage));
      }
      case SETTLING -> {}
    }
  }

  /** Somebody else has woken it before it was seen to rest. */
  private void restsUnseen() {
    if (app.phase == AppPhase.SETTLING && app.resigned) {
      app.rests();
    }
  }

  private void seenRunning(Optional<InetSocketAddress> where) {
    restsUnseen();
    switch (app.phase) {
      case UNKNOWN, RESTING, FAILED -> {
        app.beginWake();
        app.confirm(where);
      }
      case WAKING -> app.confirm(where);
      case CONFIRMING -> {
        if (!where.equals(app.upstream)) {
          app.emit(new StopConfirming());
          app.confirm(where);
        }
      }
      case AWAKE, DRAINING -> {
        if (!where.equals(app.upstream)) { // made anew elsewhere
          app.clearUse();
          app.emit(new Hold());
          app.beginWake();
          app.confirm(where);
        }
      }
      // It was asked to rest and has not begun to, or that has been taken back.
      case SETTLING -> app.upstream = where;
    }
  }

  /** Somebody else has begun with it. */
  private void seenResigning() {
    switch (app.phase) {
      case AWAKE, DRAINING -> {
        app.clearUse();
        app.emit(new Hold());
        app.settle(RestOrder.Cause.BEGUN);
      }
      case CONFIRMING -> {
        app.emit(new StopConfirming());
        app.phase = AppPhase.WAKING;
      }
      case UNKNOWN -> {
        app.settle(RestOrder.Cause.BEGUN);
        if (app.wanted) {
          app.stopResting();
        }
      }
      case RESTING, WAKING, SETTLING, FAILED -> {}
    }
    app.ending = app.phase == AppPhase.SETTLING;
  }

  private void seenFailed(Observation.Failed failed) {
    switch (app.phase) {
      case UNKNOWN, WAKING -> app.fail(failed);
      case CONFIRMING -> {
        app.emit(new StopConfirming());
        app.fail(failed);
      }
      case AWAKE, DRAINING -> {
        app.clearUse();
        app.emit(new Hold());
        app.fail(failed);
      }
      case SETTLING -> app.rests(); // it need not run any more
      case RESTING, FAILED -> app.trouble = Optional.of(failed);
    }
  }

  /** Unknown is not gone: what was last known goes on. */
  private void seenUnknown(String why) {
    if (!app.unseen.equals(Optional.of(why))) {
      app.unseen = Optional.of(why);
      app.emit(new LoseSight(why));
    }
    switch (app.phase) {
      case WAKING, CONFIRMING -> app.emit(new TellStage(Words.UNSEEN));
      case UNKNOWN, RESTING, AWAKE, DRAINING, SETTLING, FAILED -> {}
    }
  }
}
