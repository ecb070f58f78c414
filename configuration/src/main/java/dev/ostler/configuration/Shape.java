package dev.ostler.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value of a file must look like, derived from a Java type. */
abstract class Shape {
  /** The Java value, or null if the value is not of this shape; then it has been said why. */
  abstract @Nullable Object bind(Value value, ValuePath path, Binding binding);

  /** What to write, for a message: a noun with its article. */
  abstract String expected();

  /** The same as JSON Schema. */
  abstract Map<String, Object> schema(Definitions definitions);

  /** Adds the mappings within to the reference. */
  void explain(String path, Reference reference) {}

  /** Whether a value without keys may be of this shape, for short forms. */
  boolean takes(Value value) {
    return value instanceof Value.Scalar;
  }
}
