package dev.ostler.fleet;

import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of our own making. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** On one line: a map, a list, a text, a number or a truth. */
  static String write(Object value) {
    return MAPPER.toJson(value);
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Map<String, Object> read(String text) {
    try {
      return MAPPER.fromJsonObject(text);
    } catch (JsonException | ClassCastException | ArithmeticException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
