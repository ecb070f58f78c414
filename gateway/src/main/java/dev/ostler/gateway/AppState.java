package dev.ostler.gateway;

import dev.ostler.gateway.AppEffect.ClearDeadline;
import dev.ostler.gateway.AppEffect.Confirm;
import dev.ostler.gateway.AppEffect.Hold;
import dev.ostler.gateway.AppEffect.Release;
import dev.ostler.gateway.AppEffect.Rest;
import dev.ostler.gateway.AppEffect.SendAway;
import dev.ostler.gateway.AppEffect.SetDeadline;
import dev.ostler.gateway.AppEffect.StopResting;
import dev.ostler.gateway.AppEffect.TellNotRested;
import dev.ostler.gateway.AppEffect.TellUse;
import dev.ostler.gateway.AppEffect.TurnAway;
import dev.ostler.gateway.AppEffect.Wake;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How one app is, and the steps that more than one input leads to. */
final class AppState {
  AppPolicy policy;
  AppPhase phase = AppPhase.UNKNOWN;
  Optional<InetSocketAddress> upstream = Optional.empty();
  Optional<Observation.Failed> trouble = Optional.empty();

  /** Why nobody can say how it is; empty if its platform said so last, or has not been asked. */
  Optional<String> unseen = Optional.empty();

  int users;

  /** How many of those who use it are other apps, which need it awake for as long as they are. */
  int needed;

  /** How many wakes that somebody wanted have failed since one has not. */
  int failures;

  /** How many rests have come to nothing since it last rested. */
  int failedRests;

  /** Whether somebody wants it to run who has not seen it run yet. */
  boolean wanted;

  /** Whether it was woken too lately to rest. */
  boolean guarded;

  /** Whether a person has it awake for a time. */
  boolean kept;

  /** Whether somebody uses it through another gateway. */
  boolean usedByOthers;

  /** Whether others know that it is used. */
  boolean told;

  /** Whether it was used since they were told. */
  boolean usedSince;

  /** Why its platform would not have it rest; empty if it may. */
  Optional<String> restraint = Optional.empty();

  Schedule.Hour hour = Schedule.Hour.FREE;

  /** Whether nobody has used it for long enough. */
  boolean idle;

  /** Whether a person does not want visitors to wake it. */
  boolean barred;

  /** Whether a failed wake is not tried again yet. */
  boolean waiting;

  /** Whether its platform has begun with what was asked for. */
  boolean progressed;

  /** Whether the rest to which it settles cannot be taken back any more: it can only be woken. */
  boolean resigned;

  /** Whether its platform says that what is left of it ends. */
  boolean ending;

  /** Whether it had failed before it was asked to rest. */
  boolean hadFailed;

  private final List<AppEffect> effects = new ArrayList<>();

  AppState(AppPolicy policy) {
    this.policy = policy;
  }

  /** Whether visitors may not wake it: a person says so, or it has failed too often. */
  boolean isBarred() {
    return barred || failures >= policy.breaker();
  }

  /** Whether it is to be woken though no visitor comes. A schedule is the wish of a person. */
  boolean isDue() {
    return (hour == Schedule.Hour.AWAKE && !barred) || (needed > 0 && !isBarred());
  }

  /** What is to be done since the last call, in order. */
  List<AppEffect> takeEffects() {
    List<AppEffect> all = List.copyOf(effects);
    effects.clear();
    return all;
  }

  void emit(AppEffect effect) {
    effects.add(effect);
  }

  void rests() {
    emit(new ClearDeadline(AppDeadline.SETTLE));
    if (failedRests > 0) {
      failedRests = 0;
      trouble = Optional.empty();
    }
    phase = AppPhase.RESTING;
    upstream = Optional.empty();
    wanted |= needed > 0 && !isBarred();
    if (wanted && isBarred()) {
      wanted = false;
      turnAway();
    } else if (wanted) {
      wake();
    }
  }

  void clearUse() {
    emit(new ClearDeadline(AppDeadline.IDLE));
    emit(new ClearDeadline(AppDeadline.GUARD));
    emit(new ClearDeadline(AppDeadline.DRAIN));
    emit(new ClearDeadline(AppDeadline.TOLD));
    told = false;
    guarded = false;
    idle = false;
    wanted = false;
  }

  void wake() {
    emit(new ClearDeadline(AppDeadline.RETRY));
    emit(new Wake());
    beginWake();
  }

  void wakeWanted() {
    wanted = true;
    wake();
  }

  /** What has failed is woken again without a visitor, once its pause is over. */
  void tryAgain() {
    if (phase == AppPhase.FAILED && !waiting && isDue()) {
      wakeWanted();
    }
  }

  void beginWake() {
    progressed = false;
    waiting = false;
    emit(new SetDeadline(AppDeadline.WAKE, policy.wakeWithin()));
    phase = AppPhase.WAKING;
  }

  void confirm(Optional<InetSocketAddress> where) {
    progressed = true;
    upstream = where;
    phase = AppPhase.CONFIRMING;
    emit(new Confirm(where));
  }

  /** Those who wait, and all who come, get through. */
  void release() {
    phase = AppPhase.AWAKE;
    emit(new Release(upstream));
    if (users > 0) {
      use();
    } else {
      awaitIdleness();
    }
  }

  /** Others are told often enough to know of it until it may rest, and no more often. */
  void use() {
    if (told || policy.idleAfter().isEmpty()) {
      usedSince = true;
      return;
    }
    Duration idleAfter = policy.idleAfter().get();
    told = true;
    usedSince = false;
    emit(new TellUse(idleAfter));
    // Durations are divided by way of BigDecimal, which takes Java 30 ms to load: visitors wait.
    Duration half = Duration.ofMillis(idleAfter.toMillis() / 2);
    emit(new SetDeadline(AppDeadline.TOLD, half));
  }

  void awaitIdleness() {
    if (policy.idleAfter().isPresent() && restraint.isEmpty()) {
      emit(new SetDeadline(AppDeadline.IDLE, policy.idleAfter().get()));
    }
  }

  void settle(RestOrder.Cause cause) {
    emit(new ClearDeadline(AppDeadline.DRAIN));
    emit(new Rest(cause));
    emit(new SetDeadline(AppDeadline.SETTLE, policy.wakeWithin()));
    resigned = false;
    ending = false;
    hadFailed = false;
    phase = AppPhase.SETTLING;
  }

  /** Something of it may run all the same. */
  void settleFailed() {
    emit(new ClearDeadline(AppDeadline.RETRY));
    settle(RestOrder.Cause.WANTED);
    hadFailed = true;
  }

  void sendAway() {
    emit(new SendAway("a person has put it to rest"));
  }

  /** Who has come while it settles waits until it is clear whether that was in time. */
  void stopResting() {
    if (isBarred()) {
      return;
    }
    if (resigned) { // what of it has not ended yet need not be waited for
      wakeFromRest();
    } else {
      emit(new StopResting());
    }
  }

  void wakeFromRest() {
    emit(new ClearDeadline(AppDeadline.SETTLE));
    wake();
  }

  /** It did not rest. If nobody uses it, that is tried again after a pause that grows. */
  void restFailed(Observation.Failed why) {
    if (hadFailed) {
      emit(new ClearDeadline(AppDeadline.SETTLE));
      emit(new TellNotRested(why, policy.retry().first()));
      fail(why);
      return;
    }
    failedRests++;
    idle = users == 0;
    trouble = Optional.of(why);
    emit(new TellNotRested(why, restlessness()));
    goOn();
  }

  private Duration restlessness() {
    return policy.retry().after(failedRests);
  }

  /** Before so long it is not put to rest, now that it is awake. */
  void guard() {
    Duration time = failedRests > 0 ? restlessness() : policy.awakeAtLeast();
    if (time.isPositive()) {
      guarded = true;
      emit(new SetDeadline(AppDeadline.GUARD, time));
    }
  }

  /** Who knows what it does: it is looked at as after a start. */
  void goOn() {
    emit(new ClearDeadline(AppDeadline.SETTLE));
    beginWake();
    confirm(upstream);
  }

  /** What nobody has asked for may fail as often as it will: its platform tries it again. */
  void fail(Observation.Failed why) {
    emit(new ClearDeadline(AppDeadline.WAKE));
    phase = AppPhase.FAILED;
    if (wanted) {
      failures++;
    }
    trouble = Optional.of(why);
    wanted = false;
    emit(new TurnAway(why));
    if (failures < policy.breaker() || hour == Schedule.Hour.AWAKE) {
      waiting = true;
      emit(new SetDeadline(AppDeadline.RETRY, policy.retry().after(Math.max(1, failures))));
    }
  }

  /** Those who are served are served to the end; who comes before that keeps it awake. */
  void drain() {
    clearUse();
    emit(new Hold());
    if (users == 0) {
      settle(RestOrder.Cause.WANTED);
    } else {
      emit(new SetDeadline(AppDeadline.DRAIN, policy.drainWithin()));
      phase = AppPhase.DRAINING;
    }
  }

  void turnAway() {
    emit(
        new TurnAway(
            trouble.orElse(
                new Observation.Failed("it is not to be woken by visitors", List.of()))));
  }

  boolean isHeldAwake() {
    return guarded || kept || usedByOthers || restraint.isPresent() || hour == Schedule.Hour.AWAKE;
  }

  void restIfIdle() {
    if (phase == AppPhase.AWAKE && idle && !isHeldAwake() && users == 0) {
      clearUse();
      emit(new Hold());
      settle(RestOrder.Cause.UNUSED);
    }
  }
}
