package dev.ostler.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The selectors of queries, as far as the gateway uses them. */
final class FakeSelectors {
  private static final Pattern VALUE =
      Pattern.compile("|[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private FakeSelectors() {}

  static boolean areLegal(Map<String, String> query) {
    for (String term : terms(query.getOrDefault("labelSelector", ""))) {
      int equals = term.indexOf('=');
      if (equals >= 0 && !VALUE.matcher(term.substring(equals + 1)).matches()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> terms(String selector) {
    return selector.isEmpty() ? List.of() : List.of(selector.split(",", -1));
  }

  static boolean select(Map<String, String> query, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    for (String term : terms(query.getOrDefault("labelSelector", ""))) {
      if (!matches(term, metadata.path("labels"))) {
        return false;
      }
    }
    for (String term : terms(query.getOrDefault("fieldSelector", ""))) {
      String[] parts = term.split("=", 2);
      JsonNode value = object;
      for (String step : parts[0].split("\\.", -1)) {
        value = value.path(step);
      }
      if (!value.asText().equals(parts[1])) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String term, JsonNode labels) {
    if (term.startsWith("!")) {
      return !labels.has(term.substring(1));
    }
    int equals = term.indexOf('=');
    return equals < 0
        ? labels.has(term)
        : labels.path(term.substring(0, equals)).asText("\0").equals(term.substring(equals + 1));
  }

  static String text(JsonNode labels) {
    List<String> terms = new ArrayList<>();
    labels.properties().forEach(each -> terms.add(each.getKey() + "=" + each.getValue().asText()));
    return String.join(",", terms);
  }
}
