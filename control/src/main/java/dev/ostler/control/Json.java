package dev.ostler.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

  /**
   * A number of any size.
   *
   * @param text as it is written
   */
  record Numeral(String text) implements Json {
    /** Empty if it has a fraction, or is too large. */
    OptionalLong whole() {
      try {
        // Java takes 30 ms to load BigDecimal, for which it works out large powers.
        return OptionalLong.of(
            hasDigitsAlone() ? Long.parseLong(text) : new BigDecimal(text).longValueExact());
      } catch (NumberFormatException | ArithmeticException isNone) {
        return OptionalLong.empty();
      }
    }

    private boolean hasDigitsAlone() {
      return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Json {}

  /** Null. */
  record Null() implements Json {}

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(long value) {
    return new Numeral(Long.toString(value));
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
