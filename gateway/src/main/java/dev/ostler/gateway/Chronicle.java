package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one app: its current wake to those who follow it, what becomes of it to the
 * journal, and to memory what is to outlast the gateway. For use under the app's lock; the journal
 * is told when that is free again, by what is added to {@code afterwards}.
 */
final class Chronicle {
  private static final Duration EVIDENCE_PAUSE = Duration.ofMinutes(1);

  private final String app;
  private final Journal journal;
  private final Memory memory;
  private final Timepiece time;
  private final Audience audience;
  private final History history;
  private Journal.Wake wake;

  /** Since what its platform says of a loss was told last; null if it never was. */
  private Timepiece.@Nullable Stopwatch lastWords;

  /** Whether what is told is no wake: it could not be put to rest. */
  private boolean secondLook;

  /** Whether those who are let in are not connected to it. */
  private final AtomicBoolean isUnreached = new AtomicBoolean();

  /** Of whoever came last. */
  private Optional<Trace> trace = Optional.empty();

  Chronicle(String app, Surroundings surroundings, Remembered before) {
    this.app = app;
    journal = surroundings.journal();
    memory = surroundings.memory();
    time = surroundings.time();
    audience = new Audience(app, new WakeStory(time, before.lastWake()));
    history = new History(time, before.past());
    wake = new Journal.Wake(app, History.By.OTHERS, Optional.empty());
  }

  Audience audience() {
    return audience;
  }

  WakeStory story() {
    return audience.story();
  }

  History.Past past() {
    return history.past();
  }

  void came(Optional<Trace> by) {
    trace = by;
  }

  /** Notes what an input has changed, before anything is done about it. */
  void note(AppPhase before, AppInput input, AppMachine machine) {
    history.note(before, input, machine);
    AppPhase after = machine.phase();
    if (!isOnItsWay(before) && isOnItsWay(after)) {
      secondLook = AppPhase.isSecondLook(before, after);
      audience.begin();
      audience.tell(WakeEvent.Kind.STAGE, secondLook ? app + " does not rest" : "waking " + app);
    } else if (after == AppPhase.FAILED && before != after && !isOnItsWay(before)) {
      // Of the wake before, all that was told is that it went well.
      audience.begin();
      machine.trouble().ifPresent(why -> audience.tell(WakeEvent.Kind.FAILED, why.reason()));
    } else if (after == AppPhase.RESTING && before != after) {
      audience.end(WakeEvent.Kind.RESTS);
    }
  }

  private static boolean isOnItsWay(AppPhase phase) {
    return switch (phase) {
      case WAKING, CONFIRMING -> true;
      case UNKNOWN, RESTING, AWAKE, DRAINING, SETTLING, FAILED -> false;
    };
  }

  /** Whether it changes what is to be kept, though not how the app is. */
  static boolean isWish(AppInput input) {
    return switch (input) {
      case AppInput.WakeAsked _,
          AppInput.RestAsked _,
          AppInput.BarSet _,
          AppInput.KeptAwake _,
          AppInput.Refused _ ->
          true;
      case AppInput.Passed passed -> passed.deadline() == AppDeadline.KEEP;
      case AppInput.Remembered _,
          AppInput.Seen _,
          AppInput.Arrived _,
          AppInput.Left _,
          AppInput.Tied _,
          AppInput.Untied _,
          AppInput.UsedByOthers _,
          AppInput.HourCame _,
          AppInput.Restrained _,
          AppInput.Ruled _,
          AppInput.Confirmed _,
          AppInput.Resigned _,
          AppInput.StaysAwake _ ->
          false;
    };
  }

  /** Keeps how it is now. */
  void keep(AppMachine machine, Optional<Instant> keptAwake) {
    memory.keep(
        app,
        new Remembered(
            machine.isBarredByPerson(),
            machine.failures(),
            machine.trouble().map(Observation.Failed::reason),
            keptAwake,
            story().epoch(),
            history.kept()));
  }

  void woken(boolean needsOthers, List<Runnable> afterwards) {
    History.By by = history.by();
    Journal.Wake begun =
        new Journal.Wake(app, by, by == History.By.VISITOR ? trace : Optional.empty());
    wake = begun;
    afterwards.add(() -> journal.woken(begun));
    if (needsOthers) {
      stage("waiting for what it needs");
    }
  }

  void stage(String text) {
    audience.tell(WakeEvent.Kind.STAGE, text);
  }

  void ran() {
    story().ran();
    stage("it runs; waiting for its answer");
  }

  void ready(List<Runnable> afterwards) {
    if (!story().isOver()) {
      audience.tell(WakeEvent.Kind.READY, app + " is ready");
      if (!secondLook) {
        Journal.Wake ended = wake;
        Journal.Took took = story().took();
        afterwards.add(() -> journal.ready(ended, took));
      }
    }
  }

  void failed(Observation.Failed why, List<Runnable> afterwards) {
    if (!story().isOver()) {
      audience.tell(WakeEvent.Kind.FAILED, why.reason());
      Journal.Wake ended = wake;
      afterwards.add(() -> journal.failed(ended, why));
    }
  }

  void rested(List<Runnable> afterwards) {
    History.Why why = history.restsBecause();
    afterwards.add(() -> journal.rested(app, why));
  }

  /** Whether a rest has come to its end, and to which; a failure is told by itself. */
  void noteRest(AppPhase before, AppInput input, AppPhase after, List<Runnable> afterwards) {
    if (before != AppPhase.SETTLING || after == AppPhase.SETTLING) {
      return;
    }
    if (input instanceof AppInput.StaysAwake) {
      afterwards.add(() -> journal.stayedAwake(app));
    } else if (!(input instanceof AppInput.Refused || input instanceof AppInput.Passed)) {
      afterwards.add(() -> journal.hasRested(app)); // though somebody may have it woken already
    }
  }

  /**
   * Whether it was lost while it could be used; what fails on its way is a wake that has failed.
   */
  void noteLoss(AppPhase before, AppInput input, List<Runnable> afterwards) {
    boolean wasAwake = before == AppPhase.AWAKE || before == AppPhase.DRAINING;
    if (wasAwake && input instanceof AppInput.Seen(Observation how)) {
      switch (how) {
        case Observation.Failed why -> lost(Journal.Loss.FAILED, why, afterwards);
        case Observation.Waking(String stage) ->
            lost(Journal.Loss.RESTARTED, new Observation.Failed(stage, List.of()), afterwards);
        case Observation.Resting _,
            Observation.Running _,
            Observation.Resigning _,
            Observation.Unknown _ -> {}
      }
    }
  }

  /** One that does nothing but become ready and crash fills no log with its last words. */
  private void lost(Journal.Loss how, Observation.Failed why, List<Runnable> afterwards) {
    Timepiece.Stopwatch last = lastWords;
    boolean inFull = last == null || last.elapsed().compareTo(EVIDENCE_PAUSE) > 0;
    lastWords = inFull && !why.evidence().isEmpty() ? time.start() : last;
    Observation.Failed told =
        inFull ? why : new Observation.Failed(why.kind(), why.reason(), List.of());
    afterwards.add(() -> journal.lost(app, how, told));
  }

  void notRested(Observation.Failed why, Duration pause, List<Runnable> afterwards) {
    afterwards.add(() -> journal.notRested(app, why.reason(), pause));
  }

  void unseen(String why, List<Runnable> afterwards) {
    afterwards.add(() -> journal.unseen(app, why));
  }

  void seen(List<Runnable> afterwards) {
    afterwards.add(() -> journal.seen(app));
  }

  /** Told once until it is reached again. Not under the lock. */
  void unreached(InetSocketAddress upstream, String why) {
    if (isUnreached.compareAndSet(false, true)) {
      journal.unreached(app, Pools.authority(upstream) + ": " + why);
    }
  }

  /** Not under the lock, for everyone who is let in. */
  void reached() {
    if (isUnreached.get() && isUnreached.compareAndSet(true, false)) {
      journal.reached(app);
    }
  }

  /** Not under the lock. */
  void turnedAway(TurnedAway.Cause cause) {
    journal.turnedAway(app, cause);
  }
}
