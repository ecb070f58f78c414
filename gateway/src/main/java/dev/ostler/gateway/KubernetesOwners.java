package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who else decides on a workload and its Service: autoscalers, and whoever applies manifests. */
final class KubernetesOwners {
  private static final String KEDA = "scaledobject.keda.sh/name";

  /** Parts of the names by which those write who put manifests back as they are in a repository. */
  private static final List<String> APPLIERS =
      List.of("argocd", "argo-cd", "kustomize-controller", "helm-controller", "flux", "rancher");

  private KubernetesOwners() {}

  static List<IdleRule.Owner> of(
      KubernetesScalable workload,
      Optional<KubernetesService> service,
      List<HorizontalPodAutoscaler> autoscalers) {
    List<IdleRule.Owner> owners = new ArrayList<>();
    autoscalers.stream()
        .filter(autoscaler -> isFor(autoscaler, workload))
        .forEach(autoscaler -> owners.add(ofAutoscaler(autoscaler)));
    applier(workload.object(), "replicas").ifPresent(name -> owners.add(ofReplicas(name)));
    service
        .flatMap(known -> applier(known.object(), "selector"))
        .ifPresent(name -> owners.add(ofService(name)));
    return owners;
  }

  /** What was listed does not say of which kind it is. */
  private static boolean isFor(HorizontalPodAutoscaler autoscaler, KubernetesScalable workload) {
    CrossVersionObjectReference target = autoscaler.getSpec().getScaleTargetRef();
    String kind = workload.object().getKind();
    return target != null
        && Objects.equals(target.getName(), workload.name())
        && (kind == null || kind.equals(target.getKind()));
  }

  private static IdleRule.Owner ofAutoscaler(HorizontalPodAutoscaler autoscaler) {
    Map<String, String> labels = autoscaler.getMetadata().getLabels();
    String keda = labels == null ? null : labels.get(KEDA);
    return keda == null
        ? new IdleRule.Owner(
            false,
            "its HorizontalPodAutoscaler "
                + autoscaler.getMetadata().getName()
                + " pauses by itself without replicas")
        : new IdleRule.Owner(
            true,
            "KEDA scales it by ScaledObject "
                + keda
                + ", which would undo a rest; remove that, or leave it to KEDA");
  }

  private static IdleRule.Owner ofReplicas(String applier) {
    return new IdleRule.Owner(
        true,
        applier
            + " sets its number of replicas, and would undo a rest; leave spec.replicas out of its"
            + " manifest");
  }

  private static IdleRule.Owner ofService(String applier) {
    return new IdleRule.Owner(
        true,
        applier
            + " sets what its Service leads to, and would undo a rest; have it ignore the spec of"
            + " the Service, or have the gateway proxy");
  }

  /** Who applies manifests and sets a field of a spec, as the API server notes it. */
  private static Optional<String> applier(GenericKubernetesResource object, String field) {
    return fields(object).stream()
        .filter(entry -> isApplier(String.valueOf(entry.getManager())))
        .filter(entry -> sets(entry, field))
        .map(ManagedFieldsEntry::getManager)
        .findFirst();
  }

  private static List<ManagedFieldsEntry> fields(HasMetadata object) {
    List<ManagedFieldsEntry> fields = object.getMetadata().getManagedFields();
    return fields == null ? List.of() : fields;
  }

  private static boolean isApplier(String manager) {
    String lower = manager.toLowerCase(Locale.ROOT);
    return APPLIERS.stream().anyMatch(lower::contains);
  }

  private static boolean sets(ManagedFieldsEntry entry, String field) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:" + field);
  }
}
