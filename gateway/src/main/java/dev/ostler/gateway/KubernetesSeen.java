package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster tells of one workload at one time.
 *
 * @param workload empty if it is not there
 * @param service empty if it has none, or it is not there
 * @param slices where its Service leads; empty if nobody may read that
 * @param pods empty if nobody may read them
 * @param events of its pods and of itself; none if nobody may read them
 */
record KubernetesSeen(
    Optional<KubernetesScalable> workload,
    Optional<KubernetesService> service,
    Optional<List<EndpointSlice>> slices,
    Optional<List<Pod>> pods,
    List<Event> events) {
  /** Keeps a copy. */
  KubernetesSeen {
    events = List.copyOf(events);
  }

  KubernetesSeen withWorkload(Optional<KubernetesScalable> newest) {
    return new KubernetesSeen(newest, service, slices, pods, events);
  }

  KubernetesSeen withEvents(List<Event> told) {
    return new KubernetesSeen(workload, service, slices, pods, told);
  }

  /**
   * Whether something of it can be used. A StatefulSet counts pods that end among those: of pods
   * that we know, those that stay count.
   */
  boolean isAvailable() {
    int said =
        workload
            .flatMap(KubernetesScalable::available)
            .or(() -> pods.map(all -> (int) all.stream().filter(KubernetesSeen::isReady).count()))
            .orElseGet(() -> workload.map(KubernetesScalable::existing).orElse(0));
    return said > 0
        && pods.filter(all -> !all.isEmpty())
            .filter(all -> all.stream().noneMatch(KubernetesSeen::isReady))
            .isEmpty();
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  /** Whether its Service leads somewhere, as far as anybody may know. */
  boolean isRouted() {
    return service.isEmpty()
        || slices.isEmpty()
        || slices.get().stream().flatMap(this::usable).findAny().isPresent();
  }

  /**
   * Where a slice leads. Nobody changes the slices of a Service while it is an ExternalName, so
   * they name pods of long ago when it is not any more: of pods that we know, those that are there
   * count.
   */
  Stream<Endpoint> usable(EndpointSlice slice) {
    List<Endpoint> all = Objects.requireNonNullElse(slice.getEndpoints(), List.of()); // of a server
    boolean known =
        workload.filter(own -> service.filter(each -> each.leadsTo(own)).isPresent()).isPresent();
    return all.stream()
        .filter(KubernetesSeen::isReady)
        .filter(endpoint -> !known || pods.isEmpty() || isThere(endpoint.getTargetRef()));
  }

  private boolean isThere(@Nullable ObjectReference pod) {
    return pod == null
        || pods.orElseThrow().stream()
            .anyMatch(each -> Objects.equals(each.getMetadata().getUid(), pod.getUid()));
  }

  private static boolean isReady(Endpoint endpoint) {
    // Nothing said is ready.
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }
}
