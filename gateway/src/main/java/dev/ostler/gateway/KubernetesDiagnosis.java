package dev.ostler.gateway;

import dev.ostler.gateway.Observation.Failed.Kind;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * A verdict is not the end: if the cluster recovers by itself, the next look says so, and the app
 * goes on waking. So a pod without a node is still on its way, for an autoscaler may bring one, and
 * so is a first failure to pull or to run; what the kubelet backs off from has failed.
 */
/** Why a workload that was asked to run does not yet, in words. */
final class KubernetesDiagnosis {
  private static final Set<String> CANNOT_PULL =
      Set.of("ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName");
  private static final Set<String> CANNOT_CREATE =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  private static final int MOST_EVIDENCE = 10;

  private KubernetesDiagnosis() {}

  static Observation of(KubernetesSeen seen) {
    if (seen.workload().filter(KubernetesScalable::isCurrent).isEmpty()) {
      // What is said is of before it was asked: what failed then may work now.
      return new Observation.Waking(counted(seen));
    }
    return seen.workload()
        .flatMap(KubernetesDiagnosis::refusedPods)
        .or(() -> newestPod(seen).map(pod -> ofPod(pod, seen.events())))
        .or(() -> refusedByEvent(seen))
        .orElseGet(() -> new Observation.Waking(counted(seen)));
  }

  /** The cluster makes no pods: a quota, a policy, a webhook. */
  private static Optional<Observation> refusedPods(KubernetesScalable workload) {
    for (KubernetesScalable.Condition condition : workload.conditions()) {
      if (condition.type().equals("ReplicaFailure") && condition.status().equals("True")) {
        return Optional.of(notMade(condition.message()));
      }
      if (condition.reason().equals("ProgressDeadlineExceeded")) {
        return Optional.of(
            new Observation.Failed(
                Kind.START,
                "its cluster has given up waiting for it",
                evidence(condition.message())));
      }
    }
    return Optional.empty();
  }

  private static Observation.Failed notMade(String message) {
    return message.contains("exceeded quota")
        ? new Observation.Failed(
            Kind.QUOTA, "the quota of its namespace is used up", evidence(message))
        : new Observation.Failed(
            Kind.PLATFORM, "its cluster refuses to make its pods", evidence(message));
  }

  private static List<String> evidence(@Nullable String message) {
    return message == null || message.isEmpty() ? List.of() : message.lines().toList();
  }

  /** What was refused before it was woken may be granted now. */
  private static Optional<Observation> refusedByEvent(KubernetesSeen seen) {
    String woken =
        seen.workload()
            .flatMap(workload -> workload.time(KubernetesMarks.WOKEN_AT))
            .map(Instant::toString)
            .orElse("");
    return newest(
            seen.events().stream()
                .filter(event -> "FailedCreate".equals(event.getReason()))
                .filter(event -> time(event).compareTo(woken) >= 0))
        .map(event -> notMade(said(event)));
  }

  private static Optional<Event> newest(Stream<Event> events) {
    return events.max(Comparator.comparing(KubernetesDiagnosis::time));
  }

  private static String time(Event event) {
    String last = event.getLastTimestamp();
    String made = event.getMetadata().getCreationTimestamp();
    return last != null ? last : made == null ? "" : made;
  }

  private static String said(Event event) {
    return Objects.requireNonNullElse(event.getMessage(), "");
  }

  /** Of several, the one that has come furthest stands for all. */
  private static Optional<Pod> newestPod(KubernetesSeen seen) {
    return seen.pods().orElse(List.of()).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .max(
            Comparator.comparing((Pod pod) -> KubernetesSeen.isReady(pod))
                .thenComparing(pod -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                .thenComparing(pod -> pod.getMetadata().getName()));
  }

  private static Observation ofPod(Pod pod, List<Event> all) {
    List<Event> events = all.stream().filter(event -> isAbout(event, pod)).toList();
    PodStatus status = pod.getStatus();
    if (status == null) {
      return new Observation.Waking("its pod is made");
    }
    if ("Failed".equals(status.getPhase())) {
      return new Observation.Failed(
          "its pod has failed", evidence(first(status.getMessage(), status.getReason())));
    }
    Optional<PodCondition> unscheduled = unscheduled(status);
    if (unscheduled.isPresent()) {
      return new Observation.Waking(unscheduled(unscheduled.get(), events));
    }
    return ofContainers(status, events);
  }

  private static boolean isAbout(Event event, Pod pod) {
    ObjectReference about = event.getInvolvedObject();
    return about != null && Objects.equals(about.getName(), pod.getMetadata().getName());
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null || one.isEmpty() ? other : one;
  }

  private static Optional<PodCondition> unscheduled(PodStatus status) {
    return status.getConditions().stream()
        .filter(condition -> condition.getType().equals("PodScheduled"))
        .filter(condition -> "False".equals(condition.getStatus()))
        .findFirst();
  }

  private static String unscheduled(PodCondition condition, List<Event> events) {
    boolean growing =
        events.stream().anyMatch(event -> "TriggeredScaleUp".equals(event.getReason()));
    return growing
        ? "its cluster adds a node for it"
        : "no node has room for it: " + Objects.requireNonNullElse(condition.getMessage(), "");
  }

  private static Observation ofContainers(PodStatus status, List<Event> events) {
    List<ContainerStatus> init = status.getInitContainerStatuses();
    List<ContainerStatus> all = new ArrayList<>(init);
    all.addAll(status.getContainerStatuses());
    for (ContainerStatus container : all) {
      Optional<Observation> trouble = trouble(container, events);
      if (trouble.isPresent()) {
        return trouble.get();
      }
    }
    long begun = init.stream().filter(KubernetesDiagnosis::isDone).count();
    if (begun < init.size()) {
      return new Observation.Waking(
          "it is being prepared: " + begun + " of " + init.size() + " steps done");
    }
    return new Observation.Waking(stage(status, events));
  }

  private static boolean isDone(ContainerStatus container) {
    ContainerState state = container.getState();
    boolean ended =
        state != null
            && state.getTerminated() != null
            && Objects.equals(state.getTerminated().getExitCode(), 0);
    // One that goes on beside the others is done when it has started.
    return ended || Boolean.TRUE.equals(container.getStarted());
  }

  private static Optional<Observation> trouble(ContainerStatus container, List<Event> events) {
    ContainerState state = container.getState();
    if (state == null) {
      return Optional.empty();
    }
    ContainerStateWaiting waiting = state.getWaiting();
    if (waiting != null && waiting.getReason() != null) {
      return waiting(container, waiting, waiting.getReason(), events);
    }
    ContainerStateTerminated ended = state.getTerminated();
    return ended == null || Objects.equals(ended.getExitCode(), 0)
        ? Optional.empty()
        : Optional.of(new Observation.Waking(ended(container, ended) + "; it is started again"));
  }

  private static Optional<Observation> waiting(
      ContainerStatus container, ContainerStateWaiting waiting, String reason, List<Event> events) {
    List<String> evidence = evidence(waiting.getMessage());
    if (CANNOT_PULL.contains(reason)) {
      return Optional.of(
          new Observation.Failed(
              Kind.IMAGE,
              "its image cannot be pulled: " + container.getImage(),
              evidence.isEmpty() ? warnings(events) : evidence));
    }
    if (CANNOT_CREATE.contains(reason)) {
      return Optional.of(
          new Observation.Failed(
              Kind.CONFIGURATION,
              "its container " + container.getName() + " cannot be made",
              evidence));
    }
    if (reason.equals("CrashLoopBackOff")) {
      ContainerState last = container.getLastState();
      ContainerStateTerminated ended = last == null ? null : last.getTerminated();
      return Optional.of(
          new Observation.Failed(
              Kind.CRASH,
              ended == null
                  ? "its container " + container.getName() + " ends again and again"
                  : ended(container, ended) + ", again and again",
              evidence));
    }
    return reason.equals("ErrImagePull")
        ? Optional.of(
            new Observation.Waking(
                "its image could not be pulled yet: "
                    + Objects.requireNonNullElse(waiting.getMessage(), container.getImage())))
        : Optional.empty();
  }

  private static String ended(ContainerStatus container, ContainerStateTerminated ended) {
    return "OOMKilled".equals(ended.getReason())
        ? "its container " + container.getName() + " was ended for want of memory"
        : "its container " + container.getName() + " ended with status " + ended.getExitCode();
  }

  private static List<String> warnings(List<Event> events) {
    return events.stream()
        .filter(event -> "Warning".equals(event.getType()))
        .map(KubernetesDiagnosis::said)
        .distinct()
        .limit(MOST_EVIDENCE)
        .toList();
  }

  private static String stage(PodStatus status, List<Event> events) {
    List<ContainerStatus> containers = status.getContainerStatuses();
    long running =
        containers.stream()
            .filter(each -> each.getState() != null && each.getState().getRunning() != null)
            .count();
    if (!containers.isEmpty() && running == containers.size()) {
      return newest(events.stream().filter(event -> "Unhealthy".equals(event.getReason())))
          .map(event -> "it runs; its check has not passed yet: " + said(event))
          .orElse("it runs; its check has not passed yet");
    }
    Optional<Event> mount =
        newest(events.stream().filter(event -> "FailedMount".equals(event.getReason())));
    if (mount.isPresent()) {
      return "its volumes are not there yet: " + said(mount.get());
    }
    return newest(events.stream().filter(KubernetesDiagnosis::isProgress))
        .map(event -> word(String.valueOf(event.getReason()), said(event)))
        .orElse("its containers are being made");
  }

  private static boolean isProgress(Event event) {
    return Set.of("Pulling", "Pulled", "Created", "Started").contains(event.getReason());
  }

  private static String word(String reason, String message) {
    return reason.equals("Pulling")
        ? "its image is being pulled: " + message
        : "its containers are being made";
  }

  private static String counted(KubernetesSeen seen) {
    int replicas = seen.workload().map(KubernetesScalable::replicas).orElse(0);
    int existing = seen.workload().map(KubernetesScalable::existing).orElse(0);
    return existing == 0
        ? "its pods are being made"
        : existing + " of " + replicas + " pods made, none of them ready yet";
  }
}
