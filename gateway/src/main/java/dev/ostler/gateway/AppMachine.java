package dev.ostler.gateway;

import dev.ostler.gateway.AppEffect.ClearDeadline;
import dev.ostler.gateway.AppEffect.Confirm;
import dev.ostler.gateway.AppEffect.Hold;
import dev.ostler.gateway.AppEffect.Release;
import dev.ostler.gateway.AppEffect.Rest;
import dev.ostler.gateway.AppEffect.SetDeadline;
import dev.ostler.gateway.AppEffect.StopConfirming;
import dev.ostler.gateway.AppEffect.TellStage;
import dev.ostler.gateway.AppEffect.TurnAway;
import dev.ostler.gateway.AppEffect.Wake;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/*
 * What the platform says counts, not what it was asked for: after a crash the first observation
 * puts a new machine where the old one was. An app that is found on its way is taken over; one that
 * nobody can say anything about is neither woken nor rested.
 */
/**
 * Decides when one app is woken and rested, and who may pass meanwhile. Reads no clock and asks no
 * platform: what has happened comes in, what to do goes out.
 */
final class AppMachine {
  private AppPolicy policy;
  private final List<AppEffect> effects = new ArrayList<>();
  private AppPhase phase = AppPhase.UNKNOWN;
  private Optional<InetSocketAddress> upstream = Optional.empty();
  private Optional<Observation.Failed> trouble = Optional.empty();
  private int users;
  private int failures;
  private boolean wanted;
  private boolean guarded;
  private boolean kept;
  private Schedule.Hour hour = Schedule.Hour.FREE;
  private boolean idle;
  private boolean barred;
  private boolean waiting;
  private boolean progressed;

  AppMachine(AppPolicy policy) {
    this.policy = policy;
  }

  /** Whether somebody wants it to run who has not seen it run yet. */
  boolean isWanted() {
    return wanted;
  }

  AppPhase phase() {
    return phase;
  }

  /** How many use it or wait for it. */
  int users() {
    return users;
  }

  /** Why it could not be woken last; empty since it was. */
  Optional<Observation.Failed> trouble() {
    return trouble;
  }

  /** What its schedule says. */
  Schedule.Hour hour() {
    return hour;
  }

  /** Whether visitors may not wake it. */
  boolean isBarred() {
    return barred;
  }

  /** Takes one input; returns what to do, in order. */
  List<AppEffect> next(AppInput input) {
    effects.clear();
    switch (input) {
      case AppInput.Seen seen -> seen(seen.how());
      case AppInput.Arrived _ -> arrived();
      case AppInput.Left _ -> left();
      case AppInput.WakeAsked _ -> wakeAsked();
      case AppInput.RestAsked _ -> restAsked();
      case AppInput.BarSet bar -> barred = bar.barred();
      case AppInput.KeptAwake keeping -> {
        kept = true;
        emit(new SetDeadline(AppDeadline.KEEP, keeping.time()));
      }
      case AppInput.HourCame came -> hourCame(came.hour());
      case AppInput.Ruled ruled -> ruled(ruled.policy());
      case AppInput.Confirmed _ -> confirmed();
      case AppInput.Refused refused -> refused(refused.why());
      case AppInput.Passed passed -> passed(passed.deadline());
    }
    return List.copyOf(effects);
  }

  private void emit(AppEffect effect) {
    effects.add(effect);
  }

  private void seen(Observation how) {
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
    switch (phase) {
      case WAKING -> {
        if (progressed) { // somebody else has put it to rest meanwhile; else it has not begun yet
          progressed = false;
          emit(new Wake());
        }
      }
      case FAILED -> {}
      case UNKNOWN -> {
        wanted |= hour == Schedule.Hour.AWAKE;
        rests();
      }
      case RESTING, SETTLING -> rests();
      case CONFIRMING -> {
        emit(new StopConfirming());
        phase = AppPhase.WAKING;
      }
      // Somebody else has put it to rest: whoever comes next wakes it.
      case AWAKE, DRAINING -> {
        clearUse();
        emit(new Hold());
        rests();
      }
    }
  }

  private void rests() {
    emit(new ClearDeadline(AppDeadline.SETTLE));
    phase = AppPhase.RESTING;
    upstream = Optional.empty();
    if (wanted && !barred) {
      wake();
    }
  }

  private void clearUse() {
    emit(new ClearDeadline(AppDeadline.IDLE));
    emit(new ClearDeadline(AppDeadline.GUARD));
    emit(new ClearDeadline(AppDeadline.DRAIN));
    guarded = false;
    idle = false;
    wanted = false;
  }

  private void seenWaking(String stage) {
    switch (phase) {
      case WAKING -> {
        progressed = true;
        emit(new TellStage(stage));
      }
      case UNKNOWN, RESTING, FAILED -> {
        beginWake();
        emit(new TellStage(stage));
      }
      case CONFIRMING -> {
        emit(new StopConfirming());
        phase = AppPhase.WAKING;
        emit(new TellStage(stage));
      }
      case AWAKE, DRAINING -> {
        clearUse();
        emit(new Hold());
        beginWake();
        emit(new TellStage(stage));
      }
      case SETTLING -> {}
    }
  }

  private void seenRunning(Optional<InetSocketAddress> where) {
    switch (phase) {
      case UNKNOWN, RESTING, FAILED -> {
        beginWake();
        confirm(where);
      }
      case WAKING -> confirm(where);
      case CONFIRMING -> {
        if (!where.equals(upstream)) {
          emit(new StopConfirming());
          confirm(where);
        }
      }
      case AWAKE, DRAINING -> {
        if (!where.equals(upstream)) { // made anew elsewhere
          clearUse();
          emit(new Hold());
          beginWake();
          confirm(where);
        }
      }
      // It was asked to rest and has not begun to.
      case SETTLING -> {}
    }
  }

  private void confirm(Optional<InetSocketAddress> where) {
    progressed = true;
    upstream = where;
    phase = AppPhase.CONFIRMING;
    emit(new Confirm(where));
  }

  private void seenResigning() {
    switch (phase) {
      case AWAKE, DRAINING -> {
        clearUse();
        emit(new Hold());
        settle();
      }
      case CONFIRMING -> {
        emit(new StopConfirming());
        phase = AppPhase.WAKING;
      }
      case UNKNOWN -> settle();
      case RESTING, WAKING, SETTLING, FAILED -> {}
    }
  }

  private void seenFailed(Observation.Failed failed) {
    switch (phase) {
      case UNKNOWN, WAKING -> fail(failed);
      case CONFIRMING -> {
        emit(new StopConfirming());
        fail(failed);
      }
      case AWAKE, DRAINING -> {
        clearUse();
        emit(new Hold());
        fail(failed);
      }
      case SETTLING -> rests(); // it need not run any more
      case RESTING, FAILED -> trouble = Optional.of(failed);
    }
  }

  /** Unknown is not gone: what was last known goes on. */
  private void seenUnknown(String why) {
    switch (phase) {
      case WAKING, CONFIRMING -> emit(new TellStage(why));
      case UNKNOWN, RESTING, AWAKE, DRAINING, SETTLING, FAILED -> {}
    }
  }

  private void arrived() {
    users++;
    wanted = true;
    idle = false;
    switch (phase) {
      case RESTING -> {
        if (barred) {
          turnAway();
        } else {
          wake();
        }
      }
      case FAILED -> {
        if (barred || waiting) {
          turnAway();
        } else {
          wake();
        }
      }
      case AWAKE -> emit(new ClearDeadline(AppDeadline.IDLE));
      case DRAINING -> { // not asked to rest yet: it stays
        emit(new ClearDeadline(AppDeadline.DRAIN));
        phase = AppPhase.AWAKE;
        emit(new Release(upstream));
      }
      case UNKNOWN, WAKING, CONFIRMING, SETTLING -> {} // they wait
    }
  }

  private void turnAway() {
    emit(
        new TurnAway(
            trouble.orElse(
                new Observation.Failed("it is not to be woken by visitors", List.of()))));
  }

  private void left() {
    users = Math.max(0, users - 1);
    if (users > 0) {
      return;
    }
    switch (phase) {
      case AWAKE -> awaitIdleness();
      case DRAINING -> settle();
      case UNKNOWN, RESTING, WAKING, CONFIRMING, SETTLING, FAILED -> {}
    }
  }

  private void awaitIdleness() {
    if (policy.idleAfter().isPresent()) {
      emit(new SetDeadline(AppDeadline.IDLE, policy.idleAfter().get()));
    }
  }

  /** What was set by the policy before stays set, but how long it may be idle counts anew. */
  private void ruled(AppPolicy wanted) {
    policy = wanted;
    if (phase == AppPhase.AWAKE && users == 0) {
      idle = false;
      emit(new ClearDeadline(AppDeadline.IDLE));
      awaitIdleness();
    }
  }

  /** A schedule is a person's wish that is older than any that comes later. */
  private void hourCame(Schedule.Hour now) {
    if (now == hour) {
      return;
    }
    hour = now;
    switch (now) {
      case AWAKE -> {
        if (phase == AppPhase.RESTING && !barred) {
          wake();
        }
      }
      case REST -> {
        idle = true;
        restIfIdle();
      }
      case FREE -> restIfIdle();
    }
  }

  private void wakeAsked() {
    barred = false;
    waiting = false;
    failures = 0;
    wanted = true;
    if (phase == AppPhase.RESTING || phase == AppPhase.FAILED) {
      wake();
    } else if (phase == AppPhase.DRAINING) {
      emit(new ClearDeadline(AppDeadline.DRAIN));
      phase = AppPhase.AWAKE;
      emit(new Release(upstream));
      awaitIdleness();
    }
  }

  private void wake() {
    emit(new ClearDeadline(AppDeadline.RETRY));
    emit(new Wake());
    beginWake();
  }

  private void beginWake() {
    progressed = false;
    waiting = false;
    emit(new SetDeadline(AppDeadline.WAKE, policy.wakeWithin()));
    phase = AppPhase.WAKING;
  }

  private void confirmed() {
    if (phase != AppPhase.CONFIRMING) {
      return;
    }
    emit(new ClearDeadline(AppDeadline.WAKE));
    emit(new StopConfirming());
    phase = AppPhase.AWAKE;
    failures = 0;
    trouble = Optional.empty();
    wanted = false;
    if (policy.awakeAtLeast().isPositive()) {
      guarded = true;
      emit(new SetDeadline(AppDeadline.GUARD, policy.awakeAtLeast()));
    }
    emit(new Release(upstream));
    if (users == 0) {
      awaitIdleness();
    }
  }

  private void restAsked() {
    wanted = false;
    kept = false;
    emit(new ClearDeadline(AppDeadline.KEEP));
    switch (phase) {
      case AWAKE -> drain();
      case WAKING -> {
        emit(new ClearDeadline(AppDeadline.WAKE));
        settle();
      }
      case CONFIRMING -> {
        emit(new ClearDeadline(AppDeadline.WAKE));
        emit(new StopConfirming());
        settle();
      }
      case UNKNOWN, RESTING, DRAINING, SETTLING, FAILED -> {}
    }
  }

  /** Those who come from now on wait; those who are served are served to the end. */
  private void drain() {
    clearUse();
    emit(new Hold());
    if (users == 0) {
      settle();
    } else {
      emit(new SetDeadline(AppDeadline.DRAIN, policy.drainWithin()));
      phase = AppPhase.DRAINING;
    }
  }

  private void settle() {
    emit(new ClearDeadline(AppDeadline.DRAIN));
    emit(new Rest());
    emit(new SetDeadline(AppDeadline.SETTLE, policy.wakeWithin()));
    phase = AppPhase.SETTLING;
  }

  private void refused(Observation.Failed why) {
    switch (phase) {
      case WAKING -> fail(why);
      case CONFIRMING -> {
        emit(new StopConfirming());
        fail(why);
      }
      case SETTLING -> goOn(why);
      case UNKNOWN, RESTING, AWAKE, DRAINING, FAILED -> trouble = Optional.of(why);
    }
  }

  /** It did not rest: who knows what it does; it is looked at as after a start. */
  private void goOn(Observation.Failed why) {
    emit(new ClearDeadline(AppDeadline.SETTLE));
    trouble = Optional.of(why);
    beginWake();
    emit(new Confirm(upstream));
    phase = AppPhase.CONFIRMING;
  }

  private void fail(Observation.Failed why) {
    emit(new ClearDeadline(AppDeadline.WAKE));
    phase = AppPhase.FAILED;
    failures++;
    trouble = Optional.of(why);
    wanted = false;
    emit(new TurnAway(why));
    if (failures >= policy.breaker()) {
      barred = true;
    } else {
      waiting = true;
      emit(new SetDeadline(AppDeadline.RETRY, policy.retry().after(failures)));
    }
  }

  private void passed(AppDeadline deadline) {
    switch (deadline) {
      case WAKE -> notAwakeInTime();
      case IDLE -> {
        idle = true;
        restIfIdle();
      }
      case GUARD -> {
        guarded = false;
        restIfIdle();
      }
      case KEEP -> {
        kept = false;
        restIfIdle();
      }
      case DRAIN -> {
        if (phase == AppPhase.DRAINING) {
          settle();
        }
      }
      case SETTLE -> {
        if (phase == AppPhase.SETTLING) {
          goOn(new Observation.Failed("it did not rest in time", List.of()));
        }
      }
      case RETRY -> waiting = false;
    }
  }

  private void notAwakeInTime() {
    String limit = policy.wakeWithin().toSeconds() + " s";
    if (phase == AppPhase.WAKING) {
      fail(new Observation.Failed("it did not start within " + limit, List.of()));
    } else if (phase == AppPhase.CONFIRMING) {
      emit(new StopConfirming());
      fail(new Observation.Failed("it did not answer within " + limit, List.of()));
    }
  }

  private boolean isHeldAwake() {
    return guarded || kept || hour == Schedule.Hour.AWAKE;
  }

  private void restIfIdle() {
    if (phase == AppPhase.AWAKE && idle && !isHeldAwake() && users == 0) {
      drain();
    }
  }
}
