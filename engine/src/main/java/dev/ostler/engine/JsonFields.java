package dev.ostler.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An object for a request. What says nothing is left out, so that the engine's default holds. */
final class JsonFields {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonFields put(String name, Object value) {
    if (!saysNothing(value)) {
      fields.put(name, value instanceof JsonFields nested ? nested.fields : value);
    }
    return this;
  }

  /** Puts a value that counts even if it is empty, zero or false. */
  JsonFields always(String name, Object value) {
    fields.put(name, value instanceof JsonFields nested ? nested.fields : value);
    return this;
  }

  JsonFields put(String name, Optional<?> value) {
    value.ifPresent(there -> always(name, there));
    return this;
  }

  private static boolean saysNothing(Object value) {
    return switch (value) {
      case String text -> text.isEmpty();
      case Collection<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case JsonFields nested -> nested.fields.isEmpty();
      case Number number -> number.longValue() == 0;
      case Boolean flag -> !flag;
      default -> false;
    };
  }

  Map<String, Object> map() {
    return fields;
  }

  byte[] bytes() {
    return Json.bytes(fields);
  }
}
