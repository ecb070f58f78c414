package dev.ostler.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One text that stands for a Java value. */
final class ScalarShape extends Shape {
  /** Makes the Java value. */
  interface Reader {
    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none; the message begins with "expected", or says
     *     all by itself
     */
    Object read(String text, Source source);
  }

  private final String expected;
  private final Map<String, Object> schema;
  private final Reader reader;

  private ScalarShape(String expected, Map<String, Object> schema, Reader reader) {
    this.expected = expected;
    this.schema = schema;
    this.reader = reader;
  }

  /** The shape of a Java type that is a text in files, or null if it is not. */
  static @Nullable ScalarShape of(Class<?> type) {
    if (type == String.class) {
      return new ScalarShape("a text", anyText(), (text, source) -> text);
    }
    if (type == Duration.class) {
      return new ScalarShape(
          Durations.EXPECTED, pattern(Durations.PATTERN), (text, source) -> Durations.parse(text));
    }
    if (type == Size.class) {
      return new ScalarShape(
          Size.EXPECTED, orNumber(pattern(Size.PATTERN)), (text, source) -> Size.parse(text));
    }
    if (type == Path.class) {
      return new ScalarShape("a path", anyText(), ScalarShape::path);
    }
    if (type == URI.class) {
      return new ScalarShape("a URI", Map.of("type", "string"), (text, source) -> uri(text));
    }
    return null;
  }

  /** The shape of a type that reads itself. */
  static ScalarShape of(Class<?> type, Reader reader) {
    return new ScalarShape(Names.inWords(type), anyText(), reader);
  }

  private static Object path(String text, Source source) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("expected a path");
    }
    return source.resolve(Path.of(text));
  }

  private static Object uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected a URI such as http://127.0.0.1:8080/", e);
    }
  }

  /** A number or truth value that stands where a text is expected is taken as it is written. */
  private static Map<String, Object> anyText() {
    return Map.of("type", new String[] {"string", "number", "boolean"});
  }

  private static Map<String, Object> pattern(String pattern) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", "^(" + pattern + ")$|\\$\\{");
    return schema;
  }

  private static Map<String, Object> orNumber(Map<String, Object> schema) {
    schema.put("type", new String[] {"string", "integer"});
    schema.put("minimum", 0);
    return schema;
  }

  @Override
  @Nullable Object bind(Value value, ValuePath path, Binding binding) {
    if (!(value instanceof Value.Scalar scalar) || scalar.isNothing()) {
      return binding.mismatch(value, path, expected);
    }
    String text = binding.text(scalar, path);
    return text == null ? null : read(text, scalar, path, binding);
  }

  private @Nullable Object read(String text, Value.Scalar scalar, ValuePath path, Binding binding) {
    try {
      return reader.read(text, scalar.source);
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      return reason.startsWith("expected ")
          ? binding.problem(scalar, path, "found " + Binding.found(scalar) + ", " + reason)
          : binding.problem(scalar, path, reason);
    }
  }

  @Override
  String expected() {
    return expected;
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    return schema;
  }
}
