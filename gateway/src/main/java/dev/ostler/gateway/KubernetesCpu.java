package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much of the CPU that it may use a workload uses. */
final class KubernetesCpu {
  private KubernetesCpu() {}

  /**
   * In percent, over all of its pods; empty if there are no measurements, or a container has no
   * limit to compare with.
   */
  static Optional<Double> share(
      GenericKubernetesResource workload, List<GenericKubernetesResource> measurements) {
    Optional<BigDecimal> limit = limit(workload);
    if (limit.isEmpty() || limit.get().signum() == 0 || measurements.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal used = BigDecimal.ZERO;
    for (GenericKubernetesResource pod : measurements) {
      Optional<BigDecimal> ofPod = sum(pod.<Object>get("containers"), "usage");
      if (ofPod.isEmpty()) {
        return Optional.empty();
      }
      used = used.add(ofPod.get());
    }
    BigDecimal may = limit.get().multiply(BigDecimal.valueOf(measurements.size()));
    return Optional.of(
        used.multiply(BigDecimal.valueOf(100)).divide(may, MathContext.DECIMAL32).doubleValue());
  }

  private static Optional<BigDecimal> limit(GenericKubernetesResource workload) {
    return sum(
        workload.<Object>get("spec", "template", "spec", "containers"), "resources", "limits");
  }

  /** Over all containers; empty if one does not say. */
  private static Optional<BigDecimal> sum(Object containers, String... path) {
    BigDecimal sum = BigDecimal.ZERO;
    if (!(containers instanceof List<?> list) || list.isEmpty()) {
      return Optional.empty();
    }
    for (Object container : list) {
      Optional<BigDecimal> cpu = cpu(container, path);
      if (cpu.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(cpu.get());
    }
    return Optional.of(sum);
  }

  private static Optional<BigDecimal> cpu(Object container, String... path) {
    Object value = container;
    for (String step : path) {
      value = value instanceof Map<?, ?> map ? map.get(step) : "";
    }
    Object said = value instanceof Map<?, ?> map ? map.get("cpu") : null;
    if (said == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Quantity.parse(said.toString()).getNumericalAmount());
    } catch (IllegalArgumentException | ArithmeticException notQuantity) {
      return Optional.empty();
    }
  }
}
