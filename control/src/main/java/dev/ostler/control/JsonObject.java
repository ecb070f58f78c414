package dev.ostler.control;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Builds a JSON object field by field. What is empty is left out. */
final class JsonObject {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  JsonObject with(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  JsonObject with(String name, String value) {
    return with(name, Json.of(value));
  }

  JsonObject with(String name, long value) {
    return with(name, Json.of(value));
  }

  JsonObject with(String name, boolean value) {
    return with(name, Json.of(value));
  }

  JsonObject with(String name, Enum<?> value) {
    return with(name, WireWords.of(value));
  }

  JsonObject with(String name, Instant value) {
    return with(name, value.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  JsonObject with(String name, Duration value) {
    return with(name, value.toMillis());
  }

  JsonObject with(String name, OptionalInt value) {
    return value.isPresent() ? with(name, value.getAsInt()) : this;
  }

  JsonObject withText(String name, Optional<String> value) {
    return value.isPresent() ? with(name, value.get()) : this;
  }

  <T> JsonObject with(String name, Optional<T> value, Function<T, Json> how) {
    return value.isPresent() ? with(name, how.apply(value.get())) : this;
  }

  <T> JsonObject with(String name, List<T> values, Function<T, Json> how) {
    List<Json> items = new ArrayList<>();
    values.forEach(value -> items.add(how.apply(value)));
    return with(name, new Json.Items(items));
  }

  Json done() {
    return new Json.Members(fields);
  }
}
