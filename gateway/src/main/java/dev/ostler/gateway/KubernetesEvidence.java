package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What containers have written before they ended, if we may read it. */
final class KubernetesEvidence {
  private static final int LAST_LINES = 10;

  private KubernetesEvidence() {}

  static Observation.Failed add(KubernetesApi api, KubernetesSeen seen, Observation.Failed failed) {
    for (Pod pod : seen.pods().orElse(List.of())) {
      Optional<ContainerStatus> crashed = crashed(pod);
      if (crashed.isPresent()) {
        return new Observation.Failed(
            failed.kind(),
            failed.reason(),
            with(failed.evidence(), lines(api, pod, crashed.get())));
      }
    }
    return failed;
  }

  private static Optional<ContainerStatus> crashed(Pod pod) {
    List<ContainerStatus> all = new ArrayList<>();
    if (pod.getStatus() != null) {
      all.addAll(pod.getStatus().getInitContainerStatuses());
      all.addAll(pod.getStatus().getContainerStatuses());
    }
    return all.stream()
        .filter(each -> each.getLastState() != null && each.getLastState().getTerminated() != null)
        .filter(each -> each.getState() != null && each.getState().getWaiting() != null)
        .findFirst();
  }

  private static List<String> lines(KubernetesApi api, Pod pod, ContainerStatus container) {
    String path =
        "/api/v1/namespaces/%s/pods/%s"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    try {
      return api.log(path, container.getName(), true, LAST_LINES);
    } catch (KubernetesException notForUs) {
      return List.of();
    }
  }

  private static List<String> with(List<String> first, List<String> then) {
    List<String> both = new ArrayList<>(first);
    both.addAll(then);
    return both;
  }
}
