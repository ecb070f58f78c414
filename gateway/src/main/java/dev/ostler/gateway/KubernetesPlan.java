package dev.ostler.gateway;

import dev.ostler.gateway.KubernetesStep.Nothing;
import dev.ostler.gateway.KubernetesStep.PatchScale;
import dev.ostler.gateway.KubernetesStep.PatchService;
import dev.ostler.gateway.KubernetesStep.PatchWorkload;
import dev.ostler.gateway.KubernetesStep.RestoreService;
import dev.ostler.gateway.KubernetesStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/*
 * What is written at the workload is all that anybody remembers, so whoever finds it at any point,
 * after a crash of whoever was at it, goes on from there:
 *
 *   to rest    goal=resting, marks, count | Service to the gateway | drain | 0 replicas, no goal
 *   to wake    goal=awake, count restored | available | Service back | no marks, no goal
 *   to rest no more, before 0 replicas:    goal=awake | Service back | no marks, no goal
 *
 * Each step is decided on the newest version and fails if somebody else has taken it meanwhile; so
 * of several gateways one scales. Where nothing has to happen between them, the steps of a rest are
 * one. The marks go last: what is marked can always be woken again.
 *
 * No step can depend on both objects at once. Whoever was about to change the Service when the
 * workload took another way leaves the two at odds, which is mended by whoever finds them so.
 *
 * Only who was asked begins. What was begun is gone on with by everybody, except for scaling up,
 * so that a person who stops a wake that hangs is not fought.
 */
/** From what is there and what was asked for: the one next step. Asks nobody, remembers nothing. */
final class KubernetesPlan {
  private KubernetesPlan() {}

  /** The next step of asking for it to run; what follows is {@link #onward}. */
  static KubernetesStep towardsAwake(KubernetesSeen seen, KubernetesRoute route, Instant now) {
    KubernetesScalable workload = seen.workload().orElse(null);
    if (workload == null) {
      return new Nothing();
    }
    boolean begun = workload.isGoal(KubernetesMarks.AWAKE);
    if (workload.replicas() == 0) {
      return workload.isPlain() || !begun
          ? new PatchWorkload(KubernetesPatches.awakeAsked(workload, now))
          : new PatchScale(KubernetesPatches.scaled(workload, workload.remembered()));
    }
    boolean half = workload.goal().isPresent() || workload.isMarked() || isAway(seen, route);
    return half && !begun
        ? new PatchWorkload(KubernetesPatches.awakeAsked(workload, now))
        : new Nothing();
  }

  static boolean isAway(KubernetesSeen seen, KubernetesRoute route) {
    return route.repoints()
        && seen.service().filter(service -> service.isAway(route.gateway())).isPresent();
  }

  /** The next step for whoever was asked to have it rest. */
  static KubernetesStep towardsRest(KubernetesSeen seen, KubernetesRoute route, Instant now) {
    KubernetesScalable workload = seen.workload().orElse(null);
    if (workload == null) {
      return new Nothing();
    }
    if (workload.replicas() > 0 && !workload.isGoal(KubernetesMarks.RESTING)) {
      boolean atOnce = workload.isPlain() && !route.repoints();
      return new PatchWorkload(KubernetesPatches.restAsked(workload, atOnce, now));
    }
    if (workload.replicas() == 0 && !isAway(seen, route)) {
      return routeToGateway(seen, route, now).orElseGet(() -> forgetGoal(workload));
    }
    return onward(seen, route, now);
  }

  /** The next step for whoever takes a rest back that has left it its replicas. */
  static KubernetesStep backFromRest(KubernetesSeen seen, KubernetesRoute route, Instant now) {
    KubernetesStep asked = towardsAwake(seen, route, now);
    return asked instanceof Nothing && seen.isAvailable() && isAway(seen, route)
        ? restore(seen.service().orElseThrow())
        : asked;
  }

  private static Optional<KubernetesStep> routeToGateway(
      KubernetesSeen seen, KubernetesRoute route, Instant now) {
    return route.repoints() && !isAway(seen, route)
        ? seen.service()
            .map(service ->
                new PatchService(KubernetesPatches.routedToGateway(service, route.gateway(), now)))
        : Optional.empty();
  }

  /** The next step of what was begun, by whomever. */
  static KubernetesStep onward(KubernetesSeen seen, KubernetesRoute route, Instant now) {
    KubernetesScalable workload = seen.workload().orElse(null);
    if (workload == null) {
      return new Nothing();
    }
    if (workload.isGoal(KubernetesMarks.RESTING)) {
      return workload.replicas() == 0 ? forgetGoal(workload) : restOn(seen, workload, route, now);
    }
    return workload.isGoal(KubernetesMarks.AWAKE) && workload.replicas() > 0
        ? wakeOn(seen, workload, route)
        : mended(seen, route, now);
  }

  /** Whether it runs without its Service, and nobody is at it. */
  static boolean isAstray(KubernetesSeen seen, KubernetesRoute route) {
    return isAway(seen, route)
        && seen.service()
            .flatMap(service -> service.annotation(KubernetesMarks.FORMER_SPEC))
            .isPresent()
        && seen.workload()
            .filter(each -> each.replicas() > 0 && each.goal().isEmpty() && !each.isMarked())
            .isPresent();
  }

  /** Has the Service of what nobody is at lead to where it belongs. */
  static KubernetesStep mended(KubernetesSeen seen, KubernetesRoute route, Instant now) {
    if (isAstray(seen, route)) {
      return seen.isAvailable() ? restore(seen.service().orElseThrow()) : new Nothing();
    }
    return seen.workload()
        .filter(each -> each.replicas() == 0 && each.goal().isEmpty() && each.isMarked())
        .flatMap(_ -> routeToGateway(seen, route, now))
        .orElseGet(Nothing::new);
  }

  private static KubernetesStep forgetGoal(KubernetesScalable workload) {
    return workload.isGoal(KubernetesMarks.RESTING)
        ? new PatchWorkload(KubernetesPatches.goalForgotten(workload))
        : new Nothing();
  }

  private static KubernetesStep restOn(
      KubernetesSeen seen, KubernetesScalable workload, KubernetesRoute route, Instant now) {
    Optional<KubernetesStep> routing = routeToGateway(seen, route, now);
    if (routing.isPresent()) {
      return routing.get();
    }
    Instant end =
        seen.service()
            .flatMap(KubernetesService::routedAt)
            .map(time -> time.plus(route.drain()))
            .orElse(now);
    if (route.repoints() && now.isBefore(end)) {
      return new Wait(Duration.between(now, end));
    }
    return workload.isPlain()
        ? new PatchWorkload(KubernetesPatches.ended(workload))
        : new PatchScale(KubernetesPatches.scaled(workload, 0));
  }

  private static KubernetesStep wakeOn(
      KubernetesSeen seen, KubernetesScalable workload, KubernetesRoute route) {
    if (!workload.isCurrent() || !seen.isAvailable()) {
      return new Nothing();
    }
    if (isAway(seen, route)) {
      return restore(seen.service().orElseThrow());
    }
    return seen.isRouted()
        ? new PatchWorkload(KubernetesPatches.marksRemoved(workload))
        : new Nothing();
  }

  private static KubernetesStep restore(KubernetesService service) {
    Map<String, Object> former =
        service
            .annotation(KubernetesMarks.FORMER_SPEC)
            .flatMap(KubernetesJson::object)
            .orElseGet(() -> KubernetesPatches.assumedSpec(service));
    return new RestoreService(
        KubernetesPatches.routedBack(service, former, true),
        KubernetesPatches.routedBack(service, former, false));
  }
}
