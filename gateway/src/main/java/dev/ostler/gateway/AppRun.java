package dev.ostler.gateway;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  /** Told what happens, by any thread. */
  interface Journal {
    /** It was asked to run. */
    void woken(String app);

    /** It can be used. */
    void ready(String app, Duration took);

    /** It cannot be used. */
    void failed(String app, Observation.Failed why);

    /** It was asked to rest. */
    void rested(String app);
  }

  /**
   * Where visitors go.
   *
   * @param upstream empty if the platform routes by itself
   */
  record Way(Optional<InetSocketAddress> upstream) {}

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final AppSettings settings;
  private final Workload workload;
  private final ScheduledExecutorService clock;
  private final Journal journal;
  private final Lock lock = new ReentrantLock();
  private final ExecutorService platform;
  private final AppMachine machine;
  private final WakeStory story = new WakeStory(Clock.systemUTC());
  private final Map<AppDeadline, Future<?>> deadlines = new EnumMap<>(AppDeadline.class);
  private final Set<Visit> held = new LinkedHashSet<>();
  private final Set<Consumer<WakeEvent>> viewers = new LinkedHashSet<>();
  private @Nullable Way way;
  private @Nullable Thread confirming;
  private @Nullable AutoCloseable following;
  private boolean closed;

  AppRun(AppSettings settings, Workload workload, ScheduledExecutorService clock, Journal journal) {
    this.settings = settings;
    this.workload = workload;
    this.clock = clock;
    this.journal = journal;
    machine = new AppMachine(settings.policy());
    platform =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("platform-" + settings.name()).factory());
  }

  /** Begins to look at the workload. */
  void begin() {
    following = workload.follow(how -> give(new AppInput.Seen(how)));
  }

  AppSettings settings() {
    return settings;
  }

  /** Whether visitors get through at once. */
  boolean isOpen() {
    return way() != null;
  }

  /** Where visitors go; null while they wait. */
  @Nullable Way way() {
    lock.lock();
    try {
      return way;
    } finally {
      lock.unlock();
    }
  }

  AppView view() {
    lock.lock();
    try {
      return new AppView(
          settings.name(),
          machine.phase(),
          machine.isBarred(),
          machine.users(),
          held.size(),
          story.events(),
          story.elapsed(),
          machine.trouble());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Somebody comes who waits if he must. The caller says by {@link Visit#leave} when he is done.
   */
  Visit arrive(Visitor visitor) {
    Visit visit = new Visit(visitor);
    List<Runnable> afterwards = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        visit.done = true;
        TurnedAway why = new TurnedAway(TurnedAway.Cause.ENDING, "the gateway ends", "");
        afterwards.add(() -> visitor.turnAway(why));
      } else if (way == null && held.size() >= settings.hold().most()) {
        visit.done = true;
        TurnedAway why =
            new TurnedAway(
                TurnedAway.Cause.FULL,
                settings.hold().most() + " others wait for it already",
                story.stage());
        afterwards.add(() -> visitor.turnAway(why));
      } else {
        held.add(visit);
        take(new AppInput.Arrived(), afterwards);
        Way open = way;
        if (open != null && held.remove(visit)) {
          afterwards.add(() -> visitor.pass(open.upstream()));
        } else if (held.contains(visit)) {
          visit.limit =
              clock.schedule(
                  visit::isLate, settings.hold().within().toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
    afterwards.forEach(Runnable::run);
    return visit;
  }

  /** Somebody asks for it and does not wait. */
  void ask() {
    give(new AppInput.Arrived());
    give(new AppInput.Left());
  }

  void wake() {
    give(new AppInput.WakeAsked());
  }

  void rest() {
    give(new AppInput.RestAsked());
  }

  void keepAwake(Duration time) {
    give(new AppInput.WakeAsked());
    give(new AppInput.KeptAwake(time));
  }

  void bar(boolean barred) {
    give(new AppInput.BarSet(barred));
  }

  /**
   * Tells somebody the steps of the current wake that he has not seen, and those to come. Telling
   * must not block.
   *
   * @param last the id of the last one that he has seen; empty if none
   * @return ends it
   */
  Runnable watch(String last, Consumer<WakeEvent> viewer) {
    lock.lock();
    try {
      story.after(last).forEach(viewer);
      viewers.add(viewer);
    } finally {
      lock.unlock();
    }
    return () -> {
      lock.lock();
      try {
        viewers.remove(viewer);
      } finally {
        lock.unlock();
      }
    };
  }

  private void give(AppInput input) {
    List<Runnable> afterwards = new ArrayList<>();
    lock.lock();
    try {
      if (!closed) {
        take(input, afterwards);
      }
    } finally {
      lock.unlock();
    }
    afterwards.forEach(Runnable::run);
  }

  private void take(AppInput input, List<Runnable> afterwards) {
    boolean before = isOnItsWay();
    List<AppEffect> effects = machine.next(input);
    if (!before && isOnItsWay()) {
      story.begin();
      tell(WakeEvent.Kind.STAGE, "waking " + settings.name());
    }
    for (AppEffect effect : effects) {
      perform(effect, afterwards);
    }
  }

  private boolean isOnItsWay() {
    return switch (machine.phase()) {
      case WAKING, CONFIRMING -> true;
      case UNKNOWN, RESTING, AWAKE, DRAINING, SETTLING, FAILED -> false;
    };
  }

  private void perform(AppEffect effect, List<Runnable> afterwards) {
    switch (effect) {
      case AppEffect.Wake _ -> {
        afterwards.add(() -> journal.woken(settings.name()));
        askPlatform(workload::wake);
      }
      case AppEffect.Rest _ -> {
        afterwards.add(() -> journal.rested(settings.name()));
        askPlatform(workload::rest);
      }
      case AppEffect.Confirm(Optional<InetSocketAddress> upstream) -> confirm(upstream);
      case AppEffect.StopConfirming _ -> stopConfirming();
      case AppEffect.Release(Optional<InetSocketAddress> upstream) -> release(upstream, afterwards);
      case AppEffect.Hold _ -> way = null;
      case AppEffect.TurnAway(Observation.Failed why) -> turnAway(why, afterwards);
      case AppEffect.TellStage(String stage) -> tell(WakeEvent.Kind.STAGE, stage);
      case AppEffect.SetDeadline(AppDeadline deadline, Duration delay) -> set(deadline, delay);
      case AppEffect.ClearDeadline(AppDeadline deadline) -> clear(deadline);
    }
  }

  private interface Request {
    void send() throws WorkloadException;
  }

  private void askPlatform(Request request) {
    platform.execute(() -> {
      try {
        request.send();
      } catch (WorkloadException e) {
        give(
            new AppInput.Refused(
                new Observation.Failed(String.valueOf(e.getMessage()), List.of())));
      }
    });
  }

  private void confirm(Optional<InetSocketAddress> upstream) {
    stopConfirming();
    tell(WakeEvent.Kind.STAGE, "it runs; waiting for its answer");
    confirming =
        Thread.ofVirtual()
            .name("confirm-" + settings.name())
            .start(() -> seeWhetherItAnswers(upstream));
  }

  private void seeWhetherItAnswers(Optional<InetSocketAddress> upstream) {
    try {
      Duration pause = FIRST_PAUSE;
      while (upstream.isPresent() && !settings.readiness().answers(upstream.get())) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
      confirmed(Thread.currentThread());
    } catch (InterruptedException takenBack) {
      Thread.currentThread().interrupt();
    }
  }

  private void confirmed(Thread by) {
    List<Runnable> afterwards = new ArrayList<>();
    lock.lock();
    try {
      if (!closed && by.equals(confirming)) {
        take(new AppInput.Confirmed(), afterwards);
      }
    } finally {
      lock.unlock();
    }
    afterwards.forEach(Runnable::run);
  }

  private void stopConfirming() {
    Thread known = confirming;
    confirming = null;
    if (known != null && !known.equals(Thread.currentThread())) {
      known.interrupt();
    }
  }

  private void release(Optional<InetSocketAddress> upstream, List<Runnable> afterwards) {
    way = new Way(upstream);
    if (!story.isOver()) {
      tell(WakeEvent.Kind.READY, settings.name() + " is ready");
      Duration took = story.elapsed();
      afterwards.add(() -> journal.ready(settings.name(), took));
    }
    for (Visit visit : List.copyOf(held)) {
      held.remove(visit);
      visit.forgetLimit();
      afterwards.add(() -> visit.visitor.pass(upstream));
    }
  }

  private void turnAway(Observation.Failed why, List<Runnable> afterwards) {
    String stage = story.stage();
    if (!story.isOver()) {
      tell(WakeEvent.Kind.FAILED, why.reason());
      afterwards.add(() -> journal.failed(settings.name(), why));
    }
    TurnedAway reason = new TurnedAway(TurnedAway.Cause.FAILED, why.reason(), stage);
    List.copyOf(held).forEach(visit -> afterwards.add(() -> visit.turnAway(reason)));
  }

  private void tell(WakeEvent.Kind kind, String text) {
    story.add(kind, text).ifPresent(event -> List.copyOf(viewers).forEach(v -> v.accept(event)));
  }

  private void set(AppDeadline deadline, Duration delay) {
    clear(deadline);
    Passing passing = new Passing(deadline);
    passing.timer = clock.schedule(passing, delay.toMillis(), TimeUnit.MILLISECONDS);
    deadlines.put(deadline, passing.timer);
  }

  private void clear(AppDeadline deadline) {
    Future<?> known = deadlines.remove(deadline);
    if (known != null) {
      known.cancel(false);
    }
  }

  /** A time that counts only while it is the one that was set last. */
  private final class Passing implements Runnable {
    private final AppDeadline deadline;
    private @Nullable Future<?> timer;

    Passing(AppDeadline deadline) {
      this.deadline = deadline;
    }

    @Override
    public void run() {
      List<Runnable> afterwards = new ArrayList<>();
      lock.lock();
      try {
        if (!closed && timer != null && deadlines.remove(deadline, timer)) {
          take(new AppInput.Passed(deadline), afterwards);
        }
      } finally {
        lock.unlock();
      }
      afterwards.forEach(Runnable::run);
    }
  }

  /** One visitor's use of the app, from coming to going. */
  final class Visit {
    private final Visitor visitor;
    private @Nullable Future<?> limit;
    private boolean done;

    private Visit(Visitor visitor) {
      this.visitor = visitor;
    }

    /** He is done, or has given up. A second call does nothing. */
    void leave() {
      end();
    }

    /** Whether this call ended it. */
    private boolean end() {
      List<Runnable> afterwards = new ArrayList<>();
      lock.lock();
      try {
        if (done) {
          return false;
        }
        done = true;
        held.remove(this);
        forgetLimit();
        if (!closed) {
          take(new AppInput.Left(), afterwards);
        }
      } finally {
        lock.unlock();
      }
      afterwards.forEach(Runnable::run);
      return true;
    }

    private void forgetLimit() {
      if (limit != null) {
        limit.cancel(false);
        limit = null;
      }
    }

    private void turnAway(TurnedAway why) {
      if (end()) {
        visitor.turnAway(why);
      }
    }

    private void isLate() {
      String stage;
      lock.lock();
      try {
        if (!held.remove(this)) {
          return;
        }
        stage = story.stage();
      } finally {
        lock.unlock();
      }
      turnAway(
          new TurnedAway(
              TurnedAway.Cause.LATE,
              "it was not ready within " + settings.hold().within().toSeconds() + " s",
              stage));
    }
  }

  /** Turns away all who wait and looks no more; the workload is left as it is. */
  @Override
  public void close() {
    List<Visit> waiting;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      way = null;
      waiting = List.copyOf(held);
      viewers.clear();
      stopConfirming();
      List.copyOf(deadlines.keySet()).forEach(this::clear);
    } finally {
      lock.unlock();
    }
    TurnedAway why = new TurnedAway(TurnedAway.Cause.ENDING, "the gateway ends", "");
    waiting.forEach(visit -> visit.turnAway(why));
    stopFollowing();
    platform.shutdownNow();
    workload.close();
  }

  private void stopFollowing() {
    AutoCloseable known = following;
    if (known != null) {
      try {
        known.close();
      } catch (Exception e) {
        throw new AssertionError("internal error: the end of following failed", e);
      }
    }
  }
}
