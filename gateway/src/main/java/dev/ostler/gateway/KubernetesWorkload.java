package dev.ostler.gateway;

import dev.ostler.gateway.KubernetesHand.Done;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Something of a cluster that has replicas: a Deployment, a StatefulSet, or anything else that can
 * be scaled. Several gateways may look after the same one.
 *
 * @see KubernetesPlan
 */
final class KubernetesWorkload implements Workload {
  /** Each failed try means that somebody else has done something; nobody is that busy. */
  private static final int TRIES = 50;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final String name;
  private final KubernetesTarget target;
  private final KubernetesRoute route;
  private final KubernetesApi api;
  private final KubernetesLook look;
  private final KubernetesHand hand;
  private final Clock clock;
  private final Runnable atEnd;

  private volatile KubernetesWishes wishes = new KubernetesWishes(_ -> {});

  /** Whoever follows leaves the steps of a rest to whoever is at it here. */
  private volatile boolean resting;

  /** Whoever follows is told that a rest has ended, for he has left its steps to that. */
  private volatile Runnable restEnded = () -> {};

  private volatile boolean closed;

  private volatile boolean onlyLooks;

  /** The version at which there was nothing left to do for its last wake. */
  private volatile String wokenAt = "";

  private volatile KubernetesRestraint.Rule restraint = KubernetesRestraint.Rule.NONE;
  private volatile Consumer<Optional<String>> restrained = _ -> {};
  private volatile Consumer<String> remarks = _ -> {};

  KubernetesWorkload(
      String name, KubernetesTarget target, KubernetesRoute route, KubernetesConnection.Use use) {
    this.name = name;
    this.target = target;
    this.route = route;
    this.api = use.api();
    this.clock = use.clock();
    this.atEnd = use.atEnd();
    this.look = new KubernetesLook(api, target, route);
    this.hand = new KubernetesHand(api, target, route);
  }

  @Override
  public String name() {
    return name;
  }

  /** Visitors wait anyway, so an API server that is away is waited for. */
  @Override
  public void wake() throws WorkloadException {
    long since = System.nanoTime();
    boolean denied = false;
    while (true) {
      try {
        tryToWake();
        return;
      } catch (KubernetesException e) {
        if (denied != e.isDenied()) { // it was away, and does not know us yet
          denied = e.isDenied();
          since = System.nanoTime();
        }
        if (closed || System.nanoTime() - since > e.mayLast().toNanos() || !pause()) {
          throw new WorkloadException("cannot wake " + name + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void tryToWake() throws WorkloadException, KubernetesException {
    for (int i = 0; i < TRIES; i++) {
      KubernetesSeen seen = look.essentials();
      KubernetesScalable workload = existing(seen);
      if (isBarred(workload)) {
        throw new WorkloadException(
            "%s is not to be woken: %s has the annotation %s"
                .formatted(name, target, KubernetesMarks.DO_NOT_WAKE));
      }
      if (perform(KubernetesPlan.towardsAwake(seen, route, now())) == Done.ALL) {
        wasWoken(workload);
        return;
      }
    }
    throw new WorkloadException("cannot wake %s: %s never holds still".formatted(name, target));
  }

  /** Whether whoever looks after it does not want visitors to wake it. */
  static boolean isBarred(KubernetesScalable workload) {
    return workload.annotation(KubernetesMarks.DO_NOT_WAKE).filter("true"::equals).isPresent();
  }

  /** There is nothing left to do for it to be awake. */
  void wasWoken(KubernetesScalable workload) {
    wokenAt = workload.resourceVersion();
  }

  /** Whether what was seen is of after its last wake, as far as anybody can say. */
  boolean hasSeenWake(KubernetesSeen seen) {
    String version = seen.workload().map(KubernetesScalable::resourceVersion).orElse("");
    return version.equals(wokenAt) || KubernetesWishes.isNewer(version, wokenAt);
  }

  @Override
  public void keep(Wish wish) throws WorkloadException {
    try {
      for (int i = 0; i < TRIES; i++) {
        if (wishes.keep(wish, () -> tryToKeep(wish))) {
          return;
        }
      }
      throw new WorkloadException(
          "cannot keep what is wished of %s: %s never holds still".formatted(name, target));
    } catch (KubernetesException e) {
      throw new WorkloadException(
          "cannot keep what is wished of " + name + ": " + e.getMessage(), e);
    }
  }

  private Optional<KubernetesScalable> tryToKeep(Wish wish)
      throws WorkloadException, KubernetesException {
    KubernetesScalable workload = existing(look.essentials());
    boolean overtaken = perform(KubernetesWishes.kept(workload, wish)) == Done.OVERTAKEN;
    return overtaken ? Optional.empty() : Optional.of(workload);
  }

  @Override
  public boolean keepsWishes() {
    return true;
  }

  @Override
  public void tellWishes(Consumer<Wish> told) {
    wishes = new KubernetesWishes(told);
  }

  /** As {@link KubernetesWishes#look} says. */
  void tellWishes(KubernetesSeen seen) {
    seen.workload().ifPresent(wishes::look);
  }

  /** Whether another gateway has said that it is used. */
  boolean isUsedByOthers(KubernetesScalable workload) {
    return wishes.isUsedByOthers(workload, now());
  }

  KubernetesScalable existing(KubernetesSeen seen) throws WorkloadException {
    return seen.workload()
        .orElseThrow(() ->
            new WorkloadException(
                "there is no %s at %s; create it first".formatted(target, api.address())));
  }

  @Override
  public void rest() throws WorkloadException {
    rest(new RestOrder(RestOrder.Cause.WANTED));
  }

  @Override
  public void rest(RestOrder order) throws WorkloadException {
    resting = true;
    try {
      KubernetesRest rest = new KubernetesRest(this, order);
      for (int i = 0; i < TRIES; i++) {
        if (rest.step()) {
          return;
        }
      }
      throw new WorkloadException("cannot rest %s: %s never holds still".formatted(name, target));
    } catch (KubernetesException e) {
      throw new WorkloadException("cannot rest " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkloadException("cannot rest " + name + ": the gateway ends", e);
    } finally {
      resting = false;
      restEnded.run();
    }
  }

  /** Goes on with what was begun, by whomever; returns whether something was sent. */
  boolean goOn(KubernetesSeen seen) throws KubernetesException {
    if (resting || onlyLooks) {
      return false;
    }
    KubernetesStep step = KubernetesPlan.onward(seen, route, now());
    return step instanceof KubernetesStep.OfService ? routeOn(seen) : perform(step) != Done.ALL;
  }

  /**
   * What watches have told may be long past, and its Service newer: the workload is asked again.
   */
  private boolean routeOn(KubernetesSeen told) throws KubernetesException {
    KubernetesSeen seen = told.withWorkload(look.workload());
    boolean sent = perform(KubernetesPlan.onward(seen, route, now())) != Done.ALL;
    perform(KubernetesPlan.mended(look.essentials(), route, now()));
    return sent;
  }

  Done perform(KubernetesStep step) throws KubernetesException {
    return hand.perform(step);
  }

  KubernetesSeen essentials() throws KubernetesException {
    return look.essentials();
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public Observation observe() {
    try {
      KubernetesSeen seen = look.all();
      return explained(seen, KubernetesSight.of(seen, route));
    } catch (KubernetesException e) {
      return new Observation.Unknown(String.valueOf(e.getMessage()));
    }
  }

  Observation explained(KubernetesSeen seen, Observation how) {
    return how instanceof Observation.Failed failed
        ? KubernetesEvidence.add(api, seen, failed)
        : how;
  }

  /** Has something else decide as well whether it may rest; to be called before it is followed. */
  KubernetesWorkload restrainedBy(KubernetesRestraint.Rule rule) {
    restraint = rule;
    return this;
  }

  /** Has somebody told what whoever runs the gateway should know; before it is followed. */
  KubernetesWorkload remarkingTo(Consumer<String> log) {
    remarks = log;
    return this;
  }

  @Override
  public void tellRestraint(Consumer<Optional<String>> told) {
    restrained = told;
  }

  @Override
  public void onlyLook() {
    onlyLooks = true;
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    Runnable unrestrain =
        new KubernetesRestraint(restraint, route, new KubernetesUse(api), look).follow(restrained);
    KubernetesFollowing following =
        KubernetesFollowing.begin(this, new KubernetesWatches(api, target, look, remarks), told);
    restEnded = following::look;
    return new Following() {
      @Override
      public void lookAgain() {
        following.lookAgain();
      }

      @Override
      public void close() {
        unrestrain.run();
        following.close();
      }
    };
  }

  KubernetesRoute route() {
    return route;
  }

  Optional<KubernetesScalable> workload() throws KubernetesException {
    return look.workload();
  }

  @Override
  public void close() {
    closed = true;
    atEnd.run();
  }
}
