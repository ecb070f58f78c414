package dev.ostler.engine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The filters of lists and events: an object from names to lists of values. */
final class Filters {
  private Filters() {}

  static Request apply(Request request, List<String> labels, Map<String, List<String>> others) {
    Map<String, List<String>> filters = new LinkedHashMap<>(others);
    if (!labels.isEmpty()) {
      filters.put("label", labels);
    }
    return filters.isEmpty()
        ? request
        : request.query("filters", new String(Json.bytes(filters), StandardCharsets.UTF_8));
  }
}
