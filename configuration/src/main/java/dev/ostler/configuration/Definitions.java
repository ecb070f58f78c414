package dev.ostler.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The named parts of a JSON Schema. */
final class Definitions {
  /** A text with a variable in it can stand for anything. */
  private static final Map<String, Object> REFERENCE =
      Map.of("type", "string", "pattern", "\\$\\{");

  private final Map<String, Object> all = new LinkedHashMap<>();
  private final Map<String, Class<?>> owners = new LinkedHashMap<>();

  /** A reference to a type's definition, which is made when it is first asked for. */
  Map<String, Object> reference(Class<?> type, Supplier<Map<String, Object>> definition) {
    String name = nameOf(type);
    if (owners.putIfAbsent(name, type) == null) {
      Map<String, Object> made = new LinkedHashMap<>();
      all.put(name, made);
      Description description = type.getAnnotation(Description.class);
      if (description != null) {
        made.put("description", description.value());
      }
      made.putAll(definition.get());
    }
    return Map.of("$ref", "#/$defs/" + name);
  }

  /** Simple names of nested types repeat. */
  private String nameOf(Class<?> type) {
    Class<?> owner = owners.get(type.getSimpleName());
    Class<?> outer = type.getDeclaringClass();
    return owner == null || owner == type || outer == null
        ? type.getSimpleName()
        : nameOf(outer) + type.getSimpleName();
  }

  Map<String, Object> property(Component component) {
    Map<String, Object> property = new LinkedHashMap<>();
    if (!component.description.isEmpty()) {
      property.put("description", component.description);
    }
    property.putAll(component.shape.schema(this));
    if (component.byDefault != null && !component.byDefault.equals("{}")) {
      property.put("default", Json.value(component.byDefault));
    }
    return property;
  }

  static Map<String, Object> orReference(Map<String, Object> schema) {
    return Map.of("anyOf", List.of(schema, REFERENCE));
  }

  Map<String, Object> all() {
    return all;
  }
}
