package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
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
  private final Workload workload;
  private final AppLock lock = new AppLock();
  private final Platform platform;
  private final AppMachine machine;
  private final Chronicle chronicle;
  private final Timepiece time;
  private final Remembered before;
  private final Reception reception;
  private final Admission admission;
  private final Deadlines deadlines;
  private final Confirmation confirmation;
  private final HourHand hourHand;
  private final Wishes wishes;
  private volatile AppSettings settings;
  private boolean closed;

  AppRun(AppSettings settings, Workload workload, Surroundings surroundings) {
    ScheduledExecutorService clock = surroundings.clock();
    this.settings = settings;
    this.workload = workload;
    time = surroundings.time();
    before = surroundings.memory().of(settings.name());
    machine = new AppMachine(settings.policy());
    chronicle = new Chronicle(settings.name(), surroundings, before);
    reception = new Reception(clock);
    admission = new Admission(this, lock, reception, chronicle);
    deadlines = new Deadlines(clock, time.wall(), this::ring);
    confirmation = new Confirmation(settings.name(), workload, this::confirmed);
    hourHand = new HourHand(clock, time.wall(), hour -> give(new AppInput.HourCame(hour)));
    platform =
        new Platform(
            workload,
            new Ties(settings.needs(), surroundings.others()),
            this::needsOthers,
            this::give);
    wishes =
        new Wishes(
            platform,
            time.wall(),
            this::give,
            why -> surroundings.journal().unkept(settings.name(), why));
  }

  /** Begins to look at the workload. */
  void begin() {
    Remembered known = workload.keepsWishes() ? before.withoutWishes() : before;
    known.inputs(time.now()).forEach(this::give);
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
      lock.step(_ -> confirmation.change(wanted.readiness()));
    }
  }

  /** Whether visitors get through at once. */
  boolean isOpen() {
    return way() != null;
  }

  /** Where visitors go; null while they wait. */
  @Nullable Way way() {
    return lock.look(reception::way);
  }

  /** Whether nobody can say how it is. Under the lock. */
  boolean isUnseen() {
    return machine.unseen().isPresent();
  }

  AppView view() {
    List<String> lacking = platform.lacking();
    return lock.look(() -> view(lacking));
  }

  private AppView view(List<String> lacking) {
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
  }

  /** A use of it by somebody who waits if he must; counts from {@link Visit#begin} on. */
  Visit visit(Visitor visitor) {
    return new Visit(admission, visitor, Visit.Kind.LIMITED);
  }

  /** As {@link #visit}, without a limit: for an app that needs this one until it leaves. */
  Visit visitAlways(Visitor visitor) {
    return new Visit(admission, visitor, Visit.Kind.PATIENT);
  }

  /** Whether he waits or is served here, if only as of who looked after the app before. */
  boolean isVisitedBy(Visitor visitor) {
    return lock.look(() -> reception.has(visitor));
  }

  /** Uses what it needs as it is found now, if it is to be used. */
  void follow() {
    platform.follow();
  }

  /** Somebody who was let in is not connected to it. */
  void noteUnreached(InetSocketAddress upstream, String why) {
    chronicle.unreached(upstream, why);
  }

  /** Somebody who was let in is connected to it. */
  void noteReached() {
    chronicle.reached();
  }

  /** Somebody asks for it and does not wait. */
  void ask(Optional<Trace> by) {
    lock.step(afterwards -> admission.ask(by, afterwards));
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
    lock.step(afterwards -> {
      if (closed) {
        afterwards.add(viewer::sentAway);
      } else {
        chronicle.audience().add(last, viewer, view());
      }
    });
    return () -> lock.step(_ -> chronicle.audience().remove(viewer));
  }

  private void give(AppInput input) {
    lock.step(afterwards -> take(input, afterwards));
  }

  /** Under the lock. */
  void take(AppInput input, List<Runnable> afterwards) {
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
    return lock.look(() -> !closed && machine.needsOthers());
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
                  .orElseGet(() -> time.now().plus(idleAfter)));
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
      case AppEffect.TurnAway(Observation.Failed why) -> {
        String stage = chronicle.story().stage(); // that it has failed is one, too
        chronicle.failed(why, afterwards);
        admission.sendAway(why.reason(), stage, afterwards);
      }
      case AppEffect.SendAway(String why) ->
          admission.sendAway(why, chronicle.story().stage(), afterwards);
      case AppEffect.TellStage(String stage) -> chronicle.stage(stage);
      case AppEffect.LoseSight(String why) -> chronicle.unseen(why, afterwards);
      case AppEffect.RegainSight _ -> chronicle.seen(afterwards);
      case AppEffect.SetDeadline(AppDeadline deadline, Duration delay) ->
          deadlines.set(deadline, delay);
      case AppEffect.ClearDeadline(AppDeadline deadline) -> deadlines.clear(deadline);
    }
  }

  private void confirmed(Thread by) {
    lock.step(afterwards -> {
      if (confirmation.isBy(by)) {
        take(new AppInput.Confirmed(), afterwards);
      }
    });
  }

  private void ring(Deadlines.Due due) {
    lock.step(afterwards -> {
      if (deadlines.isDue(due)) {
        take(new AppInput.Passed(due.deadline()), afterwards);
      }
    });
  }

  /** Turns away all who wait and looks no more; the workload is left as it is. */
  @Override
  public void close() {
    close(admission::close);
  }

  /**
   * Looks no more; who waits comes again, to whoever looks after the app from now on.
   *
   * @param successor where those who are served count until they are done; empty if nowhere
   */
  void handOver(Optional<AppRun> successor) {
    close(afterwards -> admission.handOver(successor.map(next -> next.admission), afterwards));
  }

  /** Has those who are served now be users of another, too, until they are done. */
  void passOn(AppRun successor) {
    lock.step(afterwards -> admission.passOn(successor.admission, afterwards));
  }

  private void close(Consumer<List<Runnable>> farewell) {
    boolean[] first = new boolean[1];
    lock.step(afterwards -> {
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
      farewell.accept(afterwards);
    });
    if (first[0]) {
      platform.close();
      workload.close();
    }
  }
}
