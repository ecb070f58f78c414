package dev.ostler.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of a few words. */
final class EnumShape extends Shape {
  private final Map<String, Object> constants = new LinkedHashMap<>();

  EnumShape(Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      constants.put(Names.ofConstant((Enum<?>) constant), constant);
    }
  }

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (!(value instanceof Value.Scalar scalar)) {
      return binding.mismatch(value, path, expected());
    }
    String text = binding.text(scalar, path);
    if (text == null) {
      return null;
    }
    Object constant = constants.get(text);
    return constant == null
        ? binding.mismatch(value, path, expected() + Suggestion.of(text, constants.keySet()))
        : constant;
  }

  @Override
  String expected() {
    return Texts.joined(constants.keySet(), "or");
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    return Definitions.orReference(Map.of("enum", constants.keySet()));
  }
}
