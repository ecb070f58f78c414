package dev.ostler.engine;

import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of an engine's answer, read leniently: engines add fields, leave some out, and write null
 * for "none". What is missing or of another kind reads as empty, zero or false.
 */
final class Json {
  private static final JsonStream STREAM =
      JsonStream.builder().serializeEmpty(true).serializeNulls(true).build();
  private static final JsonMapper MAPPER = JsonMapper.builder().jsonStream(STREAM).build();
  static final Json NOTHING = new Json(null);

  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /** Parses a text; throws {@link IllegalArgumentException} if it is not JSON. */
  static Json parse(byte[] text) {
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  static Json parse(String text) {
    try (JsonReader reader = STREAM.reader(text)) {
      return new Json(value(reader));
    } catch (JsonException | NumberFormatException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  // The library's own reader of trees takes all numbers for doubles: nanoseconds lose digits.
  private static @Nullable Object value(JsonReader reader) {
    if (reader.isNullValue()) {
      return null;
    }
    return switch (reader.currentToken()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> list(reader);
      case STRING -> reader.readString();
      case BOOLEAN -> reader.readBoolean();
      case NUMBER -> numeral(reader.readRaw().strip());
      case NULL -> null;
    };
  }

  /** Not a BigDecimal at once: Java takes 30 ms to load that, for it works out large powers. */
  private static Number numeral(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException notPlain) {
      return numeral(new BigDecimal(text));
    }
  }

  private static Number numeral(BigDecimal exact) {
    try {
      return exact.longValueExact();
    } catch (ArithmeticException notWhole) {
      return exact.doubleValue();
    }
  }

  private static Map<String, @Nullable Object> object(JsonReader reader) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNextField()) {
      fields.put(reader.nextField(), value(reader));
    }
    reader.endObject();
    return fields;
  }

  private static List<@Nullable Object> list(JsonReader reader) {
    List<@Nullable Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNextElement()) {
      elements.add(value(reader));
    }
    reader.endArray();
    return elements;
  }

  static byte[] bytes(Object mapOrList) {
    return MAPPER.toJson(mapOrList).getBytes(StandardCharsets.UTF_8);
  }

  Json at(String field) {
    Object found = value instanceof Map<?, ?> map ? map.get(field) : null;
    return found == null ? NOTHING : new Json(found);
  }

  /** As the parser made it. */
  @Nullable Object raw() {
    return value;
  }

  boolean isThere() {
    return value != null;
  }

  boolean isObject() {
    return value instanceof Map<?, ?>;
  }

  /** The elements of a list; none if it is no list. */
  List<Json> elements() {
    return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
  }

  /** The fields of an object in their order; none if it is no object. */
  Map<String, Json> fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, field) -> fields.put(String.valueOf(name), new Json(field)));
    }
    return fields;
  }

  String text(String field) {
    return at(field).text();
  }

  String text() {
    return value instanceof String text ? text : "";
  }

  /** The text; empty if there is none or it is an empty one. */
  Optional<String> someText(String field) {
    return Optional.of(text(field)).filter(text -> !text.isEmpty());
  }

  List<String> texts(String field) {
    return at(field).elements().stream().map(Json::text).toList();
  }

  Map<String, String> textMap(String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    at(field).fields().forEach((name, text) -> texts.put(name, text.text()));
    return texts;
  }

  boolean flag(String field) {
    return at(field).value instanceof Boolean flag && flag;
  }

  Optional<Boolean> someFlag(String field) {
    return at(field).value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  int integer(String field) {
    return Math.clamp(number(field), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  long number(String field) {
    return someNumber(field).orElse(0L);
  }

  Optional<Long> someNumber(String field) {
    return at(field).value instanceof Number number
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  /** A moment; empty for Go's zero time, which means "never". */
  Optional<Instant> moment(String field) {
    try {
      return Optional.of(text(field))
          .filter(text -> !text.isEmpty() && !text.startsWith("0001-"))
          .map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }
}
