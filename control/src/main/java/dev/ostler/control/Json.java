package dev.ostler.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
sealed interface Json {
  /** Named values, in the order in which they were given. */
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** Values in order. */
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A string without lone surrogates. */
  record Text(String value) implements Json {}

  /** A number of any size. */
  record Numeral(BigDecimal value) implements Json {}

  /** True or false. */
  record Flag(boolean value) implements Json {}

  /** Null. */
  record Null() implements Json {}

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(long value) {
    return new Numeral(BigDecimal.valueOf(value));
  }

  static Json of(boolean value) {
    return new Flag(value);
  }

  static Json ofTexts(List<String> values) {
    List<Json> items = new ArrayList<>();
    values.forEach(value -> items.add(of(value)));
    return new Items(items);
  }

  /** On one line, without white space between values. */
  default String write() {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }
}
