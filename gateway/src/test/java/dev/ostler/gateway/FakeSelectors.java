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
      for (String value : values(term)) {
        if (!VALUE.matcher(value).matches()) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> terms(String selector) {
    return selector.isEmpty() ? List.of() : List.of(selector.split(",(?![^(]*\\))", -1));
  }

  /** The values that a term allows; none if it asks for none. */
  private static List<String> values(String term) {
    int in = term.indexOf(" in (");
    if (in >= 0) {
      return List.of(term.substring(in + 5, term.length() - 1).split(",", -1));
    }
    int equals = term.indexOf('=');
    return equals < 0 ? List.of() : List.of(term.substring(equals + 1));
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
    List<String> values = values(term);
    String name = term.split("=| in ", 2)[0];
    return labels.has(name) && (values.isEmpty() || values.contains(labels.path(name).asText()));
  }

  static String text(JsonNode labels) {
    List<String> terms = new ArrayList<>();
    labels.properties().forEach(each -> terms.add(each.getKey() + "=" + each.getValue().asText()));
    return String.join(",", terms);
  }
}
