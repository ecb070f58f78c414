package dev.ostler.configuration;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One key of a mapping, as a component of a record declares it. */
final class Component {
  final String key;
  final Shape shape;
  final String description;
  final @Nullable String byDefault;
  final boolean isShortForm;
  final boolean isOptional;
  private final @Nullable Object absent;

  Component(RecordComponent component, Shapes shapes) {
    Key named = component.getAnnotation(Key.class);
    Default given = component.getAnnotation(Default.class);
    Description described = component.getAnnotation(Description.class);
    key = named == null ? component.getName() : named.value();
    description = described == null ? "" : described.value();
    byDefault = given == null ? null : given.value();
    isShortForm = component.isAnnotationPresent(ShortForm.class);
    shape = shapes.of(component);
    isOptional = component.getType() == Optional.class;
    absent = component.isAnnotationPresent(Required.class) ? null : absent(component.getType());
  }

  private static @Nullable Object absent(Class<?> type) {
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == List.class) {
      return List.of();
    }
    return type == Map.class ? Map.of() : null;
  }

  boolean isRequired() {
    return absent == null && byDefault == null;
  }

  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    Object bound = shape.bind(value, path, binding);
    return bound == null || !isOptional ? bound : Optional.of(bound);
  }

  /** The value if the mapping has no such key, or null if it must have; then that has been said. */
  @Nullable Object bindAbsent(Value.Mapping around, ValuePath path, Binding binding) {
    if (byDefault != null) {
      return bind(defaultIn(around, byDefault), path, binding);
    }
    return absent == null
        ? binding.problem(around, path, "found nothing, expected " + shape.expected())
        : absent;
  }

  private static Value defaultIn(Value.Mapping around, String text) {
    return text.equals("{}")
        ? new Value.Mapping(around.source, around.position, Map.of())
        : new Value.Scalar(around.source, around.position, text, true);
  }
}
