package dev.ostler.gateway;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object that has replicas, as it was read. */
final class KubernetesScalable {
  private final GenericKubernetesResource object;
  private final @Nullable GenericKubernetesResource scale;

  /** What somebody says of an object. */
  record Condition(String type, String status, String reason, String message) {}

  /** With its {@code /scale}, unless its replicas are where those of a Deployment are. */
  KubernetesScalable(GenericKubernetesResource object, Optional<GenericKubernetesResource> scale) {
    this.object = object;
    this.scale = scale.orElse(null);
  }

  String name() {
    return object.getMetadata().getName();
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  String resourceVersion() {
    return object.getMetadata().getResourceVersion();
  }

  /** Whether its replicas and its annotations change in one step. */
  boolean isPlain() {
    return scale == null;
  }

  Optional<String> annotation(String key) {
    Map<String, String> all = object.getMetadata().getAnnotations();
    return all == null ? Optional.empty() : Optional.ofNullable(all.get(key));
  }

  Optional<String> label(String key) {
    Map<String, String> all = object.getMetadata().getLabels();
    return all == null ? Optional.empty() : Optional.ofNullable(all.get(key));
  }

  /** What is being done with it. */
  Optional<String> goal() {
    return annotation(KubernetesMarks.GOAL);
  }

  boolean isGoal(String goal) {
    return goal().filter(goal::equals).isPresent();
  }

  /** Whether it is marked as put to rest. */
  boolean isMarked() {
    return label(KubernetesMarks.IDLED).isPresent();
  }

  Optional<Instant> time(String key) {
    return annotation(key)
        .flatMap(text -> {
          try {
            return Optional.of(Instant.parse(text));
          } catch (DateTimeParseException notOurs) {
            return Optional.empty();
          }
        });
  }

  int replicas() {
    // A Deployment that does not say has one.
    return number(scale == null ? object : scale, "spec", "replicas").orElse(1);
  }

  /** How many pods there are of it, ready or not. */
  int existing() {
    return number(scale == null ? object : scale, "status", "replicas").orElse(0);
  }

  /** How many of them can be used; empty if its kind does not say. */
  Optional<Integer> available() {
    Optional<Integer> available = number(object, "status", "availableReplicas");
    Optional<Integer> ready = number(object, "status", "readyReplicas");
    Optional<Integer> said = available.isPresent() ? available : ready;
    return said.isEmpty() && isPlain() ? Optional.of(0) : said;
  }

  /** Whether its status tells of its newest spec. */
  boolean isCurrent() {
    Object generation = object.getMetadata().getGeneration();
    Optional<Integer> observed = number(object, "status", "observedGeneration");
    return !(generation instanceof Number newest)
        || (observed.isEmpty() ? !isPlain() : observed.get() >= newest.intValue());
  }

  /** How many replicas it had before it was put to rest, as whoever did it has written down. */
  int remembered() {
    Optional<Integer> noted =
        annotation(KubernetesMarks.REPLICAS).flatMap(KubernetesScalable::count);
    return noted
        .or(() -> annotation(KubernetesMarks.IDLED_AT).flatMap(KubernetesScalable::legacyCount))
        .orElse(1);
  }

  /** Older idlers wrote {@code TIME,COUNT} or {@code TIME;COUNT}. */
  private static Optional<Integer> legacyCount(String idledAt) {
    int separator = Math.max(idledAt.lastIndexOf(','), idledAt.lastIndexOf(';'));
    return separator < 0 ? Optional.empty() : count(idledAt.substring(separator + 1));
  }

  private static Optional<Integer> count(String text) {
    try {
      int count = Integer.parseInt(text.strip());
      return count < 1 ? Optional.empty() : Optional.of(count);
    } catch (NumberFormatException notACount) {
      return Optional.empty();
    }
  }

  /** The selector of its pods, as queries take it; empty if it has none. */
  Optional<String> selector() {
    Object said = object.<Object>get("spec", "selector");
    if (scale != null) {
      Object text = scale.<Object>get("status", "selector");
      return Optional.ofNullable(text).map(String::valueOf);
    }
    return said instanceof Map<?, ?> map ? KubernetesSelectors.text(map) : Optional.empty();
  }

  List<Condition> conditions() {
    Object said = object.<Object>get("status", "conditions");
    return said instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(each -> condition((Map<?, ?>) each))
            .toList()
        : List.of();
  }

  private static Condition condition(Map<?, ?> map) {
    return new Condition(
        text(map, "type"), text(map, "status"), text(map, "reason"), text(map, "message"));
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static Optional<Integer> number(GenericKubernetesResource from, Object... path) {
    Object value = from.<Object>get(path);
    return value instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
  }

  GenericKubernetesResource object() {
    return object;
  }
}
