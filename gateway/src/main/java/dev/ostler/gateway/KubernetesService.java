package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Service, as it was read. */
record KubernetesService(GenericKubernetesResource object) {
  /** When a Service was pointed at the gateway. */
  static final String ROUTED_AT = "ostler.dev/routed-at";

  String name() {
    return object.getMetadata().getName();
  }

  String resourceVersion() {
    return object.getMetadata().getResourceVersion();
  }

  Map<String, Object> spec() {
    Object spec = object.<Object>get("spec");
    return spec instanceof Map<?, ?> map ? KubernetesPatches.copy(map) : Map.of();
  }

  Optional<String> annotation(String key) {
    Map<String, String> all = object.getMetadata().getAnnotations();
    return all == null ? Optional.empty() : Optional.ofNullable(all.get(key));
  }

  Optional<String> label(String key) {
    Map<String, String> all = object.getMetadata().getLabels();
    return all == null ? Optional.empty() : Optional.ofNullable(all.get(key));
  }

  /** Whether it points at the gateway, or where the idler of old points Services. */
  boolean isAway(KubernetesRoute.Gate gate) {
    if (!"ExternalName".equals(spec().get("type"))) {
      return false;
    }
    String target = String.valueOf(spec().get("externalName"));
    return annotation(KubernetesMarks.FORMER_SPEC).isPresent()
        || target.equals(gate.host())
        || target.equals(KubernetesMarks.UNIDLER);
  }

  /** Whether it selects the pods of a workload. */
  boolean leadsTo(KubernetesScalable workload) {
    Object labels = workload.object().<Object>get("spec", "template", "metadata", "labels");
    return labels instanceof Map<?, ?> known
        && spec().get("selector") instanceof Map<?, ?> selector
        && !selector.isEmpty()
        && known.entrySet().containsAll(selector.entrySet());
  }

  Optional<Instant> routedAt() {
    return annotation(ROUTED_AT)
        .flatMap(text -> {
          try {
            return Optional.of(Instant.parse(text));
          } catch (DateTimeParseException notOurs) {
            return Optional.empty();
          }
        });
  }

  /** Its own address; empty if it has none. */
  Optional<String> address() {
    return Optional.ofNullable(spec().get("clusterIP"))
        .map(String::valueOf)
        .filter(address -> !address.isEmpty() && !address.equals("None"));
  }

  /** The port that is wanted, or its first. */
  Optional<Map<?, ?>> port(Optional<Integer> wanted) {
    return spec().get("ports") instanceof List<?> ports
        ? ports.stream()
            .filter(Map.class::isInstance)
            .<Map<?, ?>>map(each -> (Map<?, ?>) each)
            .filter(each -> wanted.isEmpty() || wanted.get().equals(each.get("port")))
            .findFirst()
        : Optional.empty();
  }
}
