package dev.ostler.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Selectors of objects, as queries take them. */
final class KubernetesSelectors {
  private KubernetesSelectors() {}

  /** Of a selector with or without {@code matchLabels}; empty if it selects nothing. */
  static Optional<String> text(Map<?, ?> selector) {
    List<String> terms = new ArrayList<>();
    boolean structured =
        selector.containsKey("matchLabels") || selector.containsKey("matchExpressions");
    if (structured) {
      if (selector.get("matchLabels") instanceof Map<?, ?> labels) {
        terms.addAll(equalities(labels));
      }
      if (selector.get("matchExpressions") instanceof List<?> expressions) {
        expressions.forEach(each -> terms.add(expression((Map<?, ?>) each)));
      }
    } else {
      terms.addAll(equalities(selector));
    }
    return terms.isEmpty() ? Optional.empty() : Optional.of(String.join(",", terms));
  }

  private static List<String> equalities(Map<?, ?> labels) {
    Map<String, String> sorted = new TreeMap<>();
    labels.forEach((key, value) -> sorted.put(String.valueOf(key), String.valueOf(value)));
    return sorted.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
  }

  private static String expression(Map<?, ?> form) {
    String key = String.valueOf(form.get("key"));
    String operator = String.valueOf(form.get("operator"));
    return switch (operator) {
      case "In" -> key + " in (" + values(form) + ")";
      case "NotIn" -> key + " notin (" + values(form) + ")";
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }

  private static String values(Map<?, ?> form) {
    return form.get("values") instanceof List<?> values
        ? values.stream().map(String::valueOf).sorted().collect(Collectors.joining(","))
        : "";
  }
}
