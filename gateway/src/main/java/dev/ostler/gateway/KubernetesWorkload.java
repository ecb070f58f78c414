package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.time.Duration;
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
  private final Clock clock;
  private final Runnable atEnd;

  private volatile KubernetesWishes wishes = new KubernetesWishes(_ -> {});

  /** Whoever follows leaves the steps of a rest to whoever is at it here. */
  private volatile boolean resting;

  /** Whether the rest that was told last is one that somebody has begun. */
  private volatile boolean resigning;

  private volatile boolean closed;

  /** The version at which there was nothing left to do for its last wake. */
  private volatile String wokenAt = "";

  private volatile KubernetesRestraint.Rule restraint = KubernetesRestraint.Rule.NONE;
  private volatile Consumer<Optional<String>> restrained = _ -> {};

  KubernetesWorkload(
      String name, KubernetesTarget target, KubernetesRoute route, KubernetesConnection.Use use) {
    this.name = name;
    this.target = target;
    this.route = route;
    this.api = use.api();
    this.clock = use.clock();
    this.atEnd = use.atEnd();
    this.look = new KubernetesLook(api, target, route);
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
      if (workload.annotation(KubernetesMarks.DO_NOT_WAKE).filter("true"::equals).isPresent()) {
        throw new WorkloadException(
            "%s is not to be woken: %s has the annotation %s"
                .formatted(name, target, KubernetesMarks.DO_NOT_WAKE));
      }
      if (perform(KubernetesPlan.towardsAwake(seen, route, clock.instant())) == Done.ALL) {
        wokenAt = workload.resourceVersion();
        return;
      }
    }
    throw new WorkloadException("cannot wake %s: %s never holds still".formatted(name, target));
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

  private KubernetesScalable existing(KubernetesSeen seen) throws WorkloadException {
    return seen.workload()
        .orElseThrow(() ->
            new WorkloadException(
                "there is no %s at %s; create it first".formatted(target, api.address())));
  }

  /** What became of a step. */
  private enum Done {
    /** It was taken; there may be another. */
    STEP,
    /** There was nothing to do. */
    ALL,
    /** Somebody else was faster. */
    OVERTAKEN
  }

  @Override
  public void rest() throws WorkloadException {
    rest(true);
  }

  @Override
  public void restIfUnused() throws WorkloadException {
    rest(false);
  }

  private void rest(boolean thoughUsed) throws WorkloadException {
    resting = true;
    try {
      boolean begun = resigning; // nor is it begun anew by who hears of it late
      for (int i = 0; i < TRIES; i++) {
        KubernetesSeen seen = look.essentials();
        KubernetesScalable workload = existing(seen);
        if (begun && workload.replicas() > 0 && !workload.isGoal(KubernetesMarks.RESTING)) {
          perform(KubernetesPlan.mended(seen, route, clock.instant()));
          throw new StaysAwakeException("%s stays awake: somebody has come".formatted(name));
        }
        begun |= workload.isGoal(KubernetesMarks.RESTING); // by another gateway
        if (!begun && !thoughUsed && wishes.isUsedByOthers(workload, clock.instant())) {
          throw new StaysAwakeException(
              "%s stays awake: it is used through another gateway".formatted(name));
        }
        KubernetesStep step = KubernetesPlan.towardsRest(seen, route, clock.instant());
        if (step instanceof KubernetesStep.Wait(Duration time)) {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } else {
          Done done = perform(step);
          begun |= done == Done.STEP;
          if (done == Done.ALL) {
            return;
          }
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
    }
  }

  /** Goes on with what was begun, by whomever; returns whether something was sent. */
  boolean goOn(KubernetesSeen seen) throws KubernetesException {
    if (resting) {
      return false;
    }
    KubernetesStep step = KubernetesPlan.onward(seen, route, clock.instant());
    return step instanceof KubernetesStep.OfService ? routeOn(seen) : perform(step) != Done.ALL;
  }

  /**
   * What watches have told may be long past, and its Service newer: the workload is asked again.
   */
  private boolean routeOn(KubernetesSeen told) throws KubernetesException {
    KubernetesSeen seen = told.withWorkload(look.workload());
    boolean sent = perform(KubernetesPlan.onward(seen, route, clock.instant())) != Done.ALL;
    perform(KubernetesPlan.mended(look.essentials(), route, clock.instant()));
    return sent;
  }

  private Done perform(KubernetesStep step) throws KubernetesException {
    try {
      return switch (step) {
        case KubernetesStep.PatchWorkload(var patch) -> sent(api.patch(target.path(), patch));
        case KubernetesStep.PatchScale(var patch) ->
            sent(api.patch(target.path() + "/scale", patch));
        case KubernetesStep.PatchService(var patch) -> sent(api.patch(servicePath(), patch));
        case KubernetesStep.RestoreService restore -> restore(restore);
        case KubernetesStep.Wait _, KubernetesStep.Nothing _ -> Done.ALL;
      };
    } catch (KubernetesException e) {
      if (e.isConflict()) {
        return Done.OVERTAKEN;
      }
      throw e;
    }
  }

  private static Done sent(GenericKubernetesResource answer) {
    return answer.getMetadata() == null ? Done.OVERTAKEN : Done.STEP;
  }

  private String servicePath() {
    return look.services() + "/" + route.service().orElseThrow();
  }

  private Done restore(KubernetesStep.RestoreService restore) throws KubernetesException {
    try {
      return sent(api.patch(servicePath(), restore.patch()));
    } catch (KubernetesException e) {
      if (e.isInvalid()) { // its addresses are taken
        return sent(api.patch(servicePath(), restore.withoutAddresses()));
      }
      throw e;
    }
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

  @Override
  public void tellRestraint(Consumer<Optional<String>> told) {
    restrained = told;
  }

  @Override
  public Following follow(Consumer<Observation> told) {
    Runnable unrestrain =
        new KubernetesRestraint(restraint, route, new KubernetesUse(api), look).follow(restrained);
    Following following =
        KubernetesFollowing.begin(
            this,
            new KubernetesWatches(api, target, look),
            how -> {
              resigning = how instanceof Observation.Resigning;
              told.accept(how);
            });
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
