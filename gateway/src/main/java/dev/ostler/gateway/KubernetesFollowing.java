package dev.ostler.gateway;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Watches bring news at once, but one that has died says nothing, and neither does a client that
 * tries to connect again. So the API server is asked now and then as well: if it does not answer,
 * nobody knows how the workload is; if it knows something newer than the watches, they begin anew.
 */
/** Tells how a workload of a cluster is, and goes on with what was begun with it. */
final class KubernetesFollowing implements Workload.Following {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
  private static final Duration LOOK_OFTEN = Duration.ofSeconds(3);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
  private static final Duration RENEW_EVERY = Duration.ofMinutes(1);
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  private final KubernetesWorkload workload;
  private final KubernetesWatches watches;
  private final Consumer<Observation> told;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private final AtomicBoolean again = new AtomicBoolean();
  private volatile boolean closed;
  private @Nullable Observation last;
  private Observation sight = new Observation.Unknown("");
  private @Nullable Observation explained;
  private String suspect = "";
  private String done = "";
  private long doneAt;
  private long lookedAt;
  private long renewedAt;
  private boolean reachable = true;

  private KubernetesFollowing(
      KubernetesWorkload workload, KubernetesWatches watches, Consumer<Observation> told) {
    this.workload = workload;
    this.watches = watches;
    this.told = told;
    thread = Thread.ofVirtual().name("follow-" + workload.name()).unstarted(this::run);
  }

  static KubernetesFollowing begin(
      KubernetesWorkload workload, KubernetesWatches watches, Consumer<Observation> told) {
    KubernetesFollowing following = new KubernetesFollowing(workload, watches, told);
    following.thread.start();
    return following;
  }

  private void run() {
    try (watches) {
      lookedAt = System.nanoTime();
      renewedAt = lookedAt;
      begin();
      while (!closed) {
        boolean fresh = news.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
        try {
          if (check() || fresh) {
            evaluate();
          }
        } catch (KubernetesException e) {
          tell(new Observation.Unknown(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
          // What an API server of another version says must not end it without a word.
          tell(new Observation.Unknown("internal error: " + e));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** What cannot be watched at first is begun anew when the API server says more of it. */
  private void begin() {
    try {
      watches.open(news::release);
    } catch (RuntimeException e) {
      tell(new Observation.Unknown("internal error: " + e));
    }
  }

  /** Asks whether the watches are still true, if it is time; returns whether it was. */
  private boolean check() throws KubernetesException {
    boolean settled = last instanceof Observation.Running || isResting();
    boolean often = !reachable || again.get() || !settled;
    Duration soon = watches.isUnwatched() ? TICK : LOOK_OFTEN;
    Duration pause = often ? soon : LOOK_EVERY;
    long now = System.nanoTime();
    if (now - lookedAt < pause.toNanos()) {
      return false;
    }
    lookedAt = now;
    reachable = false;
    String newest = workload.workload().map(KubernetesScalable::resourceVersion).orElse("");
    reachable = true;
    String known = watches.version();
    if (newest.equals(known)) {
      suspect = "";
    } else if (suspect.equals(known + "/")) { // told nothing since the look before
      suspect = "";
      watches.open(news::release);
    } else {
      suspect = known + "/";
    }
    if (often && now - renewedAt > RENEW_EVERY.toNanos()) {
      renewedAt = now;
      watches.renewDetails();
    }
    return true;
  }

  private boolean isResting() {
    return last instanceof Observation.Resting;
  }

  private void evaluate() throws KubernetesException {
    if (watches.isDenied()) {
      tell(new Observation.Unknown("we may not watch it; see the role of the gateway"));
      return;
    }
    if (!reachable || !watches.isThere()) {
      return;
    }
    KubernetesSeen seen = watches.seen();
    if (!watches.isThere()) { // it begins to watch more
      return;
    }
    workload.tellWishes(seen);
    goOn(seen);
    sight(seen, KubernetesSight.of(seen, workload.route()));
  }

  /** What was done on a version is not done again on the same, unless it came to nothing. */
  private void goOn(KubernetesSeen seen) throws KubernetesException {
    String versions =
        seen.workload().map(KubernetesScalable::resourceVersion).orElse("")
            + "/"
            + seen.service().map(KubernetesService::resourceVersion).orElse("");
    long now = System.nanoTime();
    if (versions.equals(done) && now - doneAt < TRY_AGAIN.toNanos()) {
      return;
    }
    if (workload.goOn(seen)) {
      done = versions;
      doneAt = now;
      news.release();
    }
  }

  private void sight(KubernetesSeen seen, Observation how) {
    if (how instanceof Observation.Resigning && !workload.hasSeenWake(seen)) {
      return; // that rest has been taken back since
    }
    if (!how.equals(sight) || explained == null) {
      sight = how;
      explained = workload.explained(seen, how);
    }
    if (again.getAndSet(false)) {
      if (!workload.hasSeenWake(seen)) {
        again.set(true);
      } else if (last instanceof Observation.Failed || last instanceof Observation.Running) {
        last = null; // it may have rested in between, too shortly to be seen
      }
    }
    tell(explained);
  }

  /** Looks once more, for something may be left to do. */
  void look() {
    news.release();
  }

  @Override
  public void lookAgain() {
    again.set(true);
    news.release();
  }

  private void tell(Observation how) {
    if (!closed && !how.equals(last)) {
      last = how;
      told.accept(how);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (!thread.equals(Thread.currentThread())) {
      try {
        // Whoever closes the connection next must not find it in use.
        thread.join(AT_MOST);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
