package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * One lock holds the machine and everything that its effects change. What may take long is done
 * elsewhere: the platform is asked by one thread, in order, so that a rest never overtakes the wake
 * before it; whether the app answers is seen by another; visitors and the journal are told when the
 * lock is free again. What comes from a time, or from seeing whether it answers, counts only if
 * nobody has taken it back meanwhile.
 */
/** Does what is decided about one app. */
final class AppRun implements AutoCloseable {
  private static final TurnedAway ENDING =
      new TurnedAway(TurnedAway.Cause.ENDING, "the gateway ends", "");

  private final Workload workload;
  private final Lock lock = new ReentrantLock();
  private final Platform platform;
  private final AppMachine machine;
  private final Chronicle chronicle;
  private final Remembered before;
  private final Reception reception;
  private final Deadlines deadlines;
  private final Confirmation confirmation;
  private final HourHand hourHand;
  private final Wishes wishes;
  private volatile AppSettings settings;
  private boolean closed;

  /** Whether somebody else looks after the app since it is closed. */
  private boolean isHandedOver;

  AppRun(AppSettings settings, Workload workload, Surroundings surroundings) {
    ScheduledExecutorService clock = surroundings.clock();
    this.settings = settings;
    this.workload = workload;
    before = surroundings.memory().of(settings.name());
    machine = new AppMachine(settings.policy());
    chronicle = new Chronicle(settings.name(), surroundings, before);
    reception = new Reception(clock);
    deadlines = new Deadlines(clock, Clock.systemUTC(), this::ring);
    confirmation = new Confirmation(settings.name(), workload, this::confirmed);
    hourHand = new HourHand(clock, Clock.systemUTC(), hour -> give(new AppInput.HourCame(hour)));
    platform =
        new Platform(
            workload,
            new Ties(settings.needs(), surroundings.others()),
            this::needsOthers,
            input -> give(discreet(input)));
    wishes =
        new Wishes(
            platform,
            Clock.systemUTC(),
            this::give,
            why -> surroundings.journal().unkept(settings.name(), why));
  }

  /** A platform says why it refuses something in words for whoever looks after it. */
  private static AppInput discreet(AppInput input) {
    return input instanceof AppInput.Refused(Observation.Failed why)
        ? new AppInput.Refused(Observation.Failed.refused(why.reason()))
        : input;
  }

  /** Begins to look at the workload. */
  void begin() {
    Remembered known = workload.keepsWishes() ? before.withoutWishes() : before;
    known.inputs(Instant.now()).forEach(this::give);
    hourHand.follow(settings.schedule());
    workload.tellWishes(wishes::told);
    workload.tellRestraint(why -> give(new AppInput.Restrained(why)));
    platform.begin();
  }

  AppSettings settings() {
    return settings;
  }

  /** Counts from now on; who waits goes on waiting. The name stays. */
  void change(AppSettings wanted) {
    boolean answersOtherwise = !settings.readiness().equals(wanted.readiness());
    settings = wanted;
    hourHand.follow(wanted.schedule());
    give(new AppInput.Ruled(wanted.policy()));
    if (answersOtherwise) {
      step(_ -> confirmation.change(wanted.readiness()));
    }
  }

  /** Whether visitors get through at once. */
  boolean isOpen() {
    return way() != null;
  }

  /** Where visitors go; null while they wait. */
  @Nullable Way way() {
    lock.lock();
    try {
      return reception.way();
    } finally {
      lock.unlock();
    }
  }

  AppView view() {
    List<String> lacking = platform.lacking();
    lock.lock();
    try {
      WakeStory story = chronicle.story();
      return new AppView(
          settings.name(),
          machine.phase(),
          machine.isBarred(),
          machine.users(),
          reception.waiting(),
          story.events(),
          story.elapsed(),
          machine.trouble(),
          machine.unseen(),
          machine.restraint(),
          deadlines.times(),
          settings.policy().idleAfter().isPresent(),
          machine.hour(),
          chronicle.past(),
          new Bonds(machine.needed(), lacking, machine.isDue()));
    } finally {
      lock.unlock();
    }
  }

  /** A use of it by somebody who waits if he must; counts from {@link Visit#begin} on. */
  Visit visit(Visitor visitor) {
    return new Visit(this, visitor, Visit.Kind.LIMITED);
  }

  /** As {@link #visit}, without a limit: for an app that needs this one until it leaves. */
  Visit visitAlways(Visitor visitor) {
    return new Visit(this, visitor, Visit.Kind.PATIENT);
  }

  void begin(Visit visit) {
    step(afterwards -> {
      if (visit.comes()) {
        receive(visit, afterwards);
      }
    });
  }

  private void receive(Visit visit, List<Runnable> afterwards) {
    if (closed) {
      sendOff(visit, afterwards);
    } else {
      switch (visit.kind) {
        case LIMITED -> takeLimited(visit, settings.hold(), afterwards);
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
    } else if (isHandedOver) {
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
      take(new AppInput.Tied(), afterwards);
    }
    take(new AppInput.Arrived(), afterwards);
  }

  private void refuse(Visit visit, TurnedAway why, List<Runnable> afterwards) {
    visit.goes();
    afterwards.add(() -> {
      noteTurnedAway(why);
      visit.visitor.turnAway(why);
    });
  }

  void noteTurnedAway(TurnedAway why) {
    chronicle.turnedAway(why.cause());
  }

  /** Somebody who was let in is not connected to it. */
  void noteUnreached(InetSocketAddress upstream, String why) {
    chronicle.unreached(upstream, why);
  }

  /** Somebody who was let in is connected to it. */
  void noteReached() {
    chronicle.reached();
  }

  private void isLate(Visit visit) {
    String limit = "it was not ready within " + settings.hold().within().toSeconds() + " s";
    step(afterwards -> {
      if (reception.remove(visit)) {
        String reason = limit + machine.unseen().map(_ -> "; " + Words.UNSEEN).orElse("");
        String stage = chronicle.story().stage();
        TurnedAway why = new TurnedAway(TurnedAway.Cause.LATE, reason, stage);
        afterwards.add(() -> visit.turnAway(why));
      }
    });
  }

  /** Whether this call ended a visit. */
  boolean end(Visit visit) {
    boolean[] ended = new boolean[1];
    step(afterwards -> {
      ended[0] = visit.goes();
      if (ended[0]) {
        reception.leave(visit);
        if (visit.isTie()) {
          take(new AppInput.Untied(), afterwards);
        }
        take(new AppInput.Left(), afterwards);
        visit.continued().ifPresent(next -> afterwards.add(next::leave));
      }
    });
    return ended[0];
  }

  /** Somebody asks for it and does not wait. */
  void ask(Optional<Trace> by) {
    step(afterwards -> ask(by, afterwards));
  }

  private void ask(Optional<Trace> by, List<Runnable> afterwards) {
    chronicle.came(by);
    take(new AppInput.Arrived(), afterwards);
    take(new AppInput.Left(), afterwards);
  }

  /** Takes what people wish of it. */
  Wishes wishes() {
    return wishes;
  }

  /**
   * Tells somebody the steps of the current wake that he has not seen, and those to come.
   *
   * @param last the id of the last one that he has seen; empty if none
   * @return ends it
   */
  Runnable watch(String last, Audience.Viewer viewer) {
    step(afterwards -> {
      if (closed) {
        afterwards.add(viewer::sentAway);
      } else {
        chronicle.audience().add(last, viewer, view());
      }
    });
    return () -> step(_ -> chronicle.audience().remove(viewer));
  }

  private void give(AppInput input) {
    step(afterwards -> take(input, afterwards));
  }

  /** Does something under the lock, and what that leaves to be done when it is free again. */
  private void step(Consumer<List<Runnable>> action) {
    List<Runnable> afterwards = new ArrayList<>();
    lock.lock();
    try {
      action.accept(afterwards);
    } finally {
      lock.unlock();
    }
    afterwards.forEach(Runnable::run);
  }

  private void take(AppInput input, List<Runnable> afterwards) {
    if (closed) {
      return;
    }
    AppPhase phase = machine.phase();
    List<AppEffect> effects = machine.next(input);
    chronicle.note(phase, input, machine);
    chronicle.noteRest(phase, input, machine.phase(), afterwards);
    chronicle.noteLoss(phase, input, afterwards);
    for (AppEffect effect : effects) {
      perform(effect, afterwards);
    }
    boolean isOther = phase != machine.phase();
    if (isOther) {
      afterwards.add(platform::follow);
    }
    if (isOther || Chronicle.isWish(input)) {
      chronicle.keep(machine, Optional.ofNullable(deadlines.times().get(AppDeadline.KEEP)));
    }
  }

  private boolean needsOthers() {
    lock.lock();
    try {
      return !closed && machine.needsOthers();
    } finally {
      lock.unlock();
    }
  }

  private void perform(AppEffect effect, List<Runnable> afterwards) {
    switch (effect) {
      case AppEffect.Wake _ -> {
        chronicle.woken(!platform.needsNothing(), afterwards);
        platform.wake();
      }
      case AppEffect.Rest(RestOrder.Cause cause) -> {
        chronicle.rested(afterwards);
        platform.rest(cause);
      }
      case AppEffect.StopResting _ -> platform.stopResting();
      case AppEffect.TellUse(Duration idleAfter) ->
          wishes.use(
              Optional.ofNullable(deadlines.times().get(AppDeadline.IDLE))
                  .orElseGet(() -> Instant.now().plus(idleAfter)));
      case AppEffect.TellNotRested(Observation.Failed why, Duration pause) ->
          chronicle.notRested(why.inFull(), pause, afterwards);
      case AppEffect.Confirm(Optional<InetSocketAddress> upstream) -> {
        chronicle.ran();
        confirmation.begin(settings.readiness(), upstream.orElse(null));
      }
      case AppEffect.StopConfirming _ -> confirmation.stop();
      case AppEffect.Release(Optional<InetSocketAddress> upstream) -> {
        chronicle.ready(afterwards);
        reception.open(upstream, afterwards);
      }
      case AppEffect.Hold _ -> reception.shut();
      case AppEffect.TurnAway(Observation.Failed why) -> turnAway(why, afterwards);
      case AppEffect.SendAway(String why) ->
          sendAway(
              new TurnedAway(TurnedAway.Cause.FAILED, why, chronicle.story().stage()), afterwards);
      case AppEffect.TellStage(String stage) -> chronicle.stage(stage);
      case AppEffect.LoseSight(String why) -> chronicle.unseen(why, afterwards);
      case AppEffect.RegainSight _ -> chronicle.seen(afterwards);
      case AppEffect.SetDeadline(AppDeadline deadline, Duration delay) ->
          deadlines.set(deadline, delay);
      case AppEffect.ClearDeadline(AppDeadline deadline) -> deadlines.clear(deadline);
    }
  }

  private void confirmed(Thread by) {
    step(afterwards -> {
      if (confirmation.isBy(by)) {
        take(new AppInput.Confirmed(), afterwards);
      }
    });
  }

  private void ring(Deadlines.Due due) {
    step(afterwards -> {
      if (deadlines.isDue(due)) {
        take(new AppInput.Passed(due.deadline()), afterwards);
      }
    });
  }

  private void turnAway(Observation.Failed why, List<Runnable> afterwards) {
    String stage = chronicle.story().stage();
    chronicle.failed(why, afterwards);
    sendAway(new TurnedAway(TurnedAway.Cause.FAILED, why.reason(), stage), afterwards);
  }

  private void sendAway(TurnedAway why, List<Runnable> afterwards) {
    reception.tell(visit -> visit.turnAway(why), afterwards);
  }

  /** Turns away all who wait and looks no more; the workload is left as it is. */
  @Override
  public void close() {
    close(visit -> visit.turnAway(ENDING), _ -> {});
  }

  /**
   * Looks no more; who waits comes again, to whoever looks after the app from now on.
   *
   * @param successor where those who are served count until they are done; empty if nowhere
   */
  void handOver(Optional<AppRun> successor) {
    close(
        visit -> {
          if (end(visit)) {
            visit.visitor.comeAgain();
          }
        },
        afterwards -> {
          isHandedOver = true;
          successor.ifPresent(next -> passOn(next, afterwards));
        });
  }

  /** Has those who are served now be users of another, too, until they are done. */
  void passOn(AppRun successor) {
    step(afterwards -> passOn(successor, afterwards));
  }

  private void passOn(AppRun successor, List<Runnable> afterwards) {
    reception.takeServed().forEach(visit -> afterwards.add(visit.continuedAt(successor)::begin));
  }

  private void close(Consumer<Visit> farewell, Consumer<List<Runnable>> legacy) {
    boolean[] first = new boolean[1];
    step(afterwards -> {
      first[0] = !closed;
      if (closed) {
        return;
      }
      closed = true;
      reception.shut();
      chronicle.audience().close();
      confirmation.stop();
      deadlines.clearAll();
      hourHand.close();
      reception.tell(farewell, afterwards);
      legacy.accept(afterwards);
    });
    if (first[0]) {
      platform.close();
      workload.close();
    }
  }
}
