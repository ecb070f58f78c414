package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How a workload of a cluster is, from what the cluster tells. */
final class KubernetesSight {
  private KubernetesSight() {}

  static Observation of(KubernetesSeen seen, KubernetesRoute route) {
    KubernetesScalable workload = seen.workload().orElse(null);
    if (workload == null) {
      return new Observation.Resting();
    }
    boolean away = KubernetesPlan.isAway(seen, route);
    if (workload.isGoal(KubernetesMarks.RESTING)) {
      return new Observation.Resigning();
    }
    if (workload.replicas() == 0) {
      return workload.existing() > 0 ? new Observation.Resigning() : new Observation.Resting();
    }
    boolean waking = workload.isGoal(KubernetesMarks.AWAKE);
    if (!waking && (away || workload.isMarked()) && !KubernetesPlan.isAstray(seen, route)) {
      // Nobody is at it: who comes next has it finished.
      return new Observation.Resting();
    }
    if (!seen.isAvailable() || (waking && !workload.isCurrent())) {
      return KubernetesDiagnosis.of(seen);
    }
    if (away) {
      return new Observation.Waking("it runs; its Service is being pointed back at it");
    }
    return seen.isRouted()
        ? new Observation.Running(upstream(seen, route))
        : new Observation.Waking("it runs; its Service does not lead to it yet");
  }

  /** The Service's own address spreads requests over all pods; without, one of them is as good. */
  private static Optional<InetSocketAddress> upstream(KubernetesSeen seen, KubernetesRoute route) {
    Optional<Map<?, ?>> port = seen.service().flatMap(service -> service.port(route.port()));
    Optional<InetSocketAddress> own =
        seen.service()
            .flatMap(KubernetesService::address)
            .flatMap(address ->
                port.flatMap(each -> in(each, "port"))
                    .filter(Integer.class::isInstance)
                    .map(number -> new InetSocketAddress(address, (Integer) number)));
    return own.or(() -> endpoint(seen, port)).or(() -> pod(seen, route));
  }

  private static Optional<Object> in(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key));
  }

  private static Optional<InetSocketAddress> endpoint(
      KubernetesSeen seen, Optional<Map<?, ?>> port) {
    String name = port.flatMap(each -> in(each, "name")).map(String::valueOf).orElse("");
    for (EndpointSlice slice : seen.slices().orElse(List.of())) {
      Optional<Integer> number =
          Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of()).stream()
              .filter(each -> Objects.requireNonNullElse(each.getName(), "").equals(name))
              .map(EndpointPort::getPort)
              .filter(Objects::nonNull)
              .findFirst();
      Optional<String> address =
          seen.usable(slice).map(Endpoint::getAddresses).flatMap(List::stream).findFirst();
      if (number.isPresent() && address.isPresent()) {
        return Optional.of(new InetSocketAddress(address.get(), number.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<InetSocketAddress> pod(KubernetesSeen seen, KubernetesRoute route) {
    return route
        .port()
        .flatMap(port ->
            seen.pods().orElse(List.of()).stream()
                .filter(KubernetesSeen::isReady)
                .map(pod -> pod.getStatus().getPodIP())
                .filter(Objects::nonNull)
                .findFirst()
                .map(address -> new InetSocketAddress(address, port)));
  }
}
