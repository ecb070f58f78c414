package dev.ostler.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One request to a fake engine. */
record FakeCall(
    String method, String path, Map<String, List<String>> query, String auth, InputStream body) {
  /** Reads a target such as {@code /v1.41/containers/json?all=true}. */
  static FakeCall of(String method, String target, String auth, InputStream body) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    return new FakeCall(
        method,
        path.replaceFirst("^/v1\\.\\d+(?=/)", ""),
        mark < 0 ? Map.of() : query(target.substring(mark + 1)),
        auth,
        body);
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      query
          .computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
          .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  String parameter(String name) {
    return query.getOrDefault(name, List.of("")).getFirst();
  }

  boolean flag(String name) {
    return List.of("1", "true").contains(parameter(name));
  }

  Json filters() {
    String text = parameter("filters");
    return Json.parse(text.isEmpty() ? "{}" : text);
  }

  /** The values of a filter, which are written as a list or as the keys of an object. */
  List<String> filter(String name) {
    return filters().texts(name);
  }

  Json json() {
    try {
      byte[] text = body.readAllBytes();
      return Json.parse(text.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Method and path, as counted. */
  String name() {
    return method + " " + path;
  }
}
