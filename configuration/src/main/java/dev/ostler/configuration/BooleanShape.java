package dev.ostler.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** True or false, and no other word for them. */
final class BooleanShape extends Shape {
  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (!(value instanceof Value.Scalar scalar)
        || (!scalar.isPlain && !References.isIn(scalar.text))) {
      return binding.mismatch(value, path, expected());
    }
    String text = binding.text(scalar, path);
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      case "yes", "Yes", "YES", "on", "On", "ON", "True", "TRUE" ->
          binding.mismatch(value, path, expected() + "; did you mean 'true'");
      case "no", "No", "NO", "off", "Off", "OFF", "False", "FALSE" ->
          binding.mismatch(value, path, expected() + "; did you mean 'false'");
      default -> binding.mismatch(value, path, expected());
    };
  }

  @Override
  String expected() {
    return "true or false";
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    return Definitions.orReference(Map.of("type", "boolean"));
  }
}
