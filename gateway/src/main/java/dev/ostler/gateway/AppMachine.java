package dev.ostler.gateway;

import dev.ostler.gateway.AppEffect.ClearDeadline;
import dev.ostler.gateway.AppEffect.SetDeadline;
import dev.ostler.gateway.AppEffect.StopConfirming;
import dev.ostler.gateway.Observation.Failed.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Decides when one app is woken and rested, and who may pass meanwhile. Reads no clock and asks no
 * platform: what has happened comes in, what to do goes out.
 */
final class AppMachine {
  private final AppState app;
  private final AppSight sight;

  AppMachine(AppPolicy policy) {
    app = new AppState(policy);
    sight = new AppSight(app);
  }

  /** Whether somebody wants it to run who has not seen it run yet. */
  boolean isWanted() {
    return app.wanted;
  }

  AppPhase phase() {
    return app.phase;
  }

  /** How many use it or wait for it. */
  int users() {
    return app.users;
  }

  /** How many other apps need it that are awake, or about to be. */
  int needed() {
    return app.needed;
  }

  /** Whether it is woken again after a failure though no visitor comes. */
  boolean isDue() {
    return app.isDue();
  }

  /** Whether it uses the apps that it needs. */
  boolean needsOthers() {
    return switch (app.phase) {
      case WAKING, CONFIRMING, AWAKE, DRAINING -> true;
      case SETTLING -> !app.hadFailed;
      case UNKNOWN, RESTING, FAILED -> false;
    };
  }

  /** Why it could not be woken last, or put to rest if it is awake; empty since it was. */
  Optional<Observation.Failed> trouble() {
    return app.trouble;
  }

  /** Why nobody can say how it is; empty if somebody can, or nobody was asked. */
  Optional<String> unseen() {
    return app.unseen;
  }

  /** Why its platform would not have it rest; empty if it may. */
  Optional<String> restraint() {
    return app.restraint;
  }

  /** What its schedule says. */
  Schedule.Hour hour() {
    return app.hour;
  }

  /** Whether visitors may not wake it: a person says so, or it has failed too often. */
  boolean isBarred() {
    return app.isBarred();
  }

  /** Whether a person does not want visitors to wake it. */
  boolean isBarredByPerson() {
    return app.barred;
  }

  /** How many wakes that somebody wanted have failed since one has not. */
  int failures() {
    return app.failures;
  }

  /** Takes one input; returns what to do, in order. */
  List<AppEffect> next(AppInput input) {
    switch (input) {
      case AppInput.Seen seen -> sight.seen(seen.how());
      case AppInput.Arrived _ -> arrived();
      case AppInput.Left _ -> left();
      case AppInput.Tied _ -> app.needed++;
      case AppInput.Untied _ -> app.needed--;
      case AppInput.WakeAsked _ -> wakeAsked();
      case AppInput.RestAsked _ -> restAsked();
      case AppInput.Remembered before -> {
        app.barred = before.barred();
        app.failures = before.failures();
        app.trouble = before.trouble();
      }
      case AppInput.BarSet bar -> barSet(bar.barred());
      case AppInput.KeptAwake keeping -> {
        app.kept = true;
        app.emit(new SetDeadline(AppDeadline.KEEP, keeping.time()));
      }
      case AppInput.UsedByOthers others -> {
        app.usedByOthers = true;
        app.emit(new SetDeadline(AppDeadline.OTHERS, others.time()));
      }
      case AppInput.Restrained restrained -> restrained(restrained.why());
      case AppInput.HourCame came -> hourCame(came.hour());
      case AppInput.Ruled ruled -> ruled(ruled.policy());
      case AppInput.Confirmed _ -> confirmed();
      case AppInput.Refused refused -> refused(refused.why());
      case AppInput.Resigned _ -> resigned();
      case AppInput.StaysAwake _ -> staysAwake();
      case AppInput.Passed passed -> passed(passed.deadline());
    }
    return app.takeEffects();
  }

  private void barSet(boolean barred) {
    app.barred = barred;
    if (barred) {
      return;
    }
    app.failures = 0;
    app.tryAgain();
    if (app.phase == AppPhase.RESTING && app.needed > 0) {
      app.wakeWanted();
    }
  }

  private void staysAwake() {
    if (app.phase != AppPhase.SETTLING) {
      return;
    }
    if (app.hadFailed) { // nobody knows where it would be
      app.wakeFromRest();
    } else {
      app.goOn();
    }
  }

  private void arrived() {
    app.users++;
    app.wanted = true;
    app.idle = false;
    switch (app.phase) {
      case RESTING -> {
        if (app.isBarred()) {
          app.turnAway();
        } else {
          app.wake();
        }
      }
      case FAILED -> {
        if (app.isBarred() || app.waiting) {
          app.turnAway();
        } else {
          app.wake();
        }
      }
      case AWAKE -> {
        app.emit(new ClearDeadline(AppDeadline.IDLE));
        app.use();
      }
      case DRAINING -> stay();
      case SETTLING -> app.stopResting();
      case UNKNOWN, WAKING, CONFIRMING -> {} // they wait
    }
  }

  private void left() {
    app.users = Math.max(0, app.users - 1);
    if (app.users > 0) {
      return;
    }
    switch (app.phase) {
      case AWAKE -> {
        app.usedSince |= app.told; // until now, which may be long after that
        app.awaitIdleness();
      }
      case DRAINING -> app.settle(RestOrder.Cause.WANTED);
      case UNKNOWN, RESTING, WAKING, CONFIRMING, SETTLING, FAILED -> {}
    }
  }

  /** As by a use of it: how long it may be idle counts from the end of that. */
  private void restrained(Optional<String> why) {
    boolean before = app.restraint.isPresent();
    app.restraint = why;
    if (app.phase != AppPhase.AWAKE || before == why.isPresent()) {
      return;
    }
    if (why.isPresent()) {
      app.idle = false;
      app.emit(new ClearDeadline(AppDeadline.IDLE));
    } else if (app.users == 0) {
      app.restIfIdle();
      if (app.phase == AppPhase.AWAKE) {
        app.awaitIdleness();
      }
    }
  }

  /** What was set by the policy before stays set, but how long it may be idle counts anew. */
  private void ruled(AppPolicy wanted) {
    app.policy = wanted;
    if (app.phase == AppPhase.AWAKE && app.users == 0) {
      app.idle = false;
      app.emit(new ClearDeadline(AppDeadline.IDLE));
      app.awaitIdleness();
    } else if (app.phase == AppPhase.AWAKE) {
      app.use();
    }
  }

  /** A schedule is a person's wish that is older than any that comes later. */
  private void hourCame(Schedule.Hour now) {
    if (now == app.hour) {
      return;
    }
    app.hour = now;
    switch (now) {
      case AWAKE -> {
        if (isDown() && !app.barred) {
          app.wakeWanted();
        } else if (app.phase == AppPhase.DRAINING && !app.barred) {
          stay();
        } else if (app.phase == AppPhase.SETTLING) {
          app.wanted |= !app.isBarred();
          app.stopResting();
        }
      }
      case REST -> {
        // Whoever has it run later on wishes that later than the schedule does.
        app.idle |= app.phase != AppPhase.RESTING;
        app.restIfIdle();
      }
      case FREE -> app.restIfIdle();
    }
  }

  private void wakeAsked() {
    app.barred = false;
    app.waiting = false;
    app.failures = 0;
    app.wanted = true;
    if (app.phase != AppPhase.AWAKE) {
      app.idle = false;
    }
    if (isDown()) {
      app.wake();
    } else if (app.phase == AppPhase.DRAINING) {
      stay();
    } else if (app.phase == AppPhase.SETTLING) {
      app.stopResting();
    }
  }

  /** It was not asked to rest yet. */
  private void stay() {
    app.emit(new ClearDeadline(AppDeadline.DRAIN));
    app.release();
  }

  private boolean isDown() {
    return app.phase == AppPhase.RESTING || app.phase == AppPhase.FAILED;
  }

  private void confirmed() {
    if (app.phase != AppPhase.CONFIRMING) {
      return;
    }
    app.emit(new ClearDeadline(AppDeadline.WAKE));
    app.emit(new StopConfirming());
    app.failures = 0;
    if (app.failedRests == 0) {
      app.trouble = Optional.empty();
    }
    app.wanted = false;
    app.guard();
    app.release();
  }

  private void restAsked() {
    app.wanted = false;
    app.kept = false;
    app.emit(new ClearDeadline(AppDeadline.KEEP));
    switch (app.phase) {
      case AWAKE -> app.drain();
      case WAKING -> {
        app.emit(new ClearDeadline(AppDeadline.WAKE));
        app.settle(RestOrder.Cause.WANTED);
        app.sendAway();
      }
      case CONFIRMING -> {
        app.emit(new ClearDeadline(AppDeadline.WAKE));
        app.emit(new StopConfirming());
        app.settle(RestOrder.Cause.WANTED);
        app.sendAway();
      }
      case FAILED -> app.settleFailed();
      case UNKNOWN, SETTLING -> app.sendAway(); // nobody would wake it for them
      case RESTING, DRAINING -> {}
    }
  }

  private void refused(Observation.Failed why) {
    switch (app.phase) {
      case WAKING -> app.fail(why);
      case CONFIRMING -> {
        app.emit(new StopConfirming());
        app.fail(why);
      }
      case SETTLING -> app.restFailed(why);
      case UNKNOWN, RESTING, AWAKE, DRAINING, FAILED -> app.trouble = Optional.of(why);
    }
  }

  private void resigned() {
    if (app.phase != AppPhase.SETTLING) {
      return;
    }
    app.resigned = true;
    if (app.hadFailed && !app.ending) { // perhaps there is nothing of it that could end
      app.rests();
    } else if (app.wanted) {
      app.stopResting();
    }
  }

  private void passed(AppDeadline deadline) {
    switch (deadline) {
      case WAKE -> notAwakeInTime();
      case IDLE -> {
        app.idle = true;
        app.restIfIdle();
      }
      case GUARD -> {
        app.guarded = false;
        app.restIfIdle();
      }
      case KEEP -> {
        app.kept = false;
        app.restIfIdle();
      }
      case OTHERS -> {
        app.usedByOthers = false;
        app.restIfIdle();
      }
      case TOLD -> {
        app.told = false;
        if (app.users > 0 || app.usedSince) {
          app.use();
        }
      }
      case DRAIN -> {
        if (app.phase == AppPhase.DRAINING) {
          app.settle(RestOrder.Cause.WANTED);
        }
      }
      case SETTLE -> {
        if (app.phase == AppPhase.SETTLING) {
          notAtRestInTime();
        }
      }
      case RETRY -> {
        app.waiting = false;
        app.tryAgain();
      }
    }
  }

  /** What only has to end may take its time, for nobody waits for it who comes. */
  private void notAtRestInTime() {
    if (app.resigned && app.ending) {
      app.emit(new SetDeadline(AppDeadline.SETTLE, app.policy.wakeWithin()));
    } else {
      app.emit(new AppEffect.StopResting()); // or it would rest while it is used
      app.restFailed(new Observation.Failed("it did not rest in time", List.of()));
    }
  }

  private void notAwakeInTime() {
    String limit = app.policy.wakeWithin().toSeconds() + " s";
    if (app.phase == AppPhase.WAKING) {
      app.fail(new Observation.Failed(Kind.START, "it did not start within " + limit, List.of()));
    } else if (app.phase == AppPhase.CONFIRMING) {
      app.emit(new StopConfirming());
      app.fail(new Observation.Failed(Kind.ANSWER, "it did not answer within " + limit, List.of()));
    }
  }
}
