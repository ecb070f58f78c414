package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Optional;

/** How much of its CPU a workload uses and who else decides on it, asked of the API server. */
record KubernetesUse(KubernetesApi api) {
  IdleRule.Facts facts(KubernetesScalable workload, Optional<KubernetesService> service)
      throws KubernetesException {
    return new IdleRule.Facts(
        workload, service.isPresent(), cpu(workload), owners(workload, service));
  }

  /** In percent; empty if nobody knows. */
  Optional<Double> cpu(KubernetesScalable workload) throws KubernetesException {
    Optional<String> selector = workload.selector();
    return selector.isEmpty()
        ? Optional.empty()
        : KubernetesCpu.share(
            workload.object(),
            permitted(
                KubernetesApi.Query.labelled(
                    "/apis/metrics.k8s.io/v1beta1/namespaces/" + workload.namespace() + "/pods",
                    selector.get()),
                GenericKubernetesResource.class));
  }

  List<IdleRule.Owner> owners(KubernetesScalable workload, Optional<KubernetesService> service)
      throws KubernetesException {
    return KubernetesOwners.of(
        workload,
        service,
        permitted(
            KubernetesApi.Query.of(
                "/apis/autoscaling/v2/namespaces/"
                    + workload.namespace()
                    + "/horizontalpodautoscalers"),
            HorizontalPodAutoscaler.class));
  }

  /** What we may not see does not count. */
  private <T extends KubernetesResource> List<T> permitted(KubernetesApi.Query query, Class<T> kind)
      throws KubernetesException {
    try {
      return api.list(query, kind);
    } catch (KubernetesException e) {
      if (e.isDenied() || e.isNotFound()) {
        return List.of();
      }
      throw e;
    }
  }
}
