package dev.ostler.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A number within a range: whole, or with a fraction. */
final class NumberShape extends Shape {
  private final Class<?> type;
  private final double min;
  private final double max;

  NumberShape(Class<?> type, @Nullable Range range) {
    this.type = type;
    double least = type == int.class ? Integer.MIN_VALUE : Long.MIN_VALUE;
    double most = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
    this.min = range == null ? least : Math.max(least, range.min());
    this.max = range == null ? most : Math.min(most, range.max());
  }

  static boolean isNumber(Class<?> type) {
    return type == int.class || type == long.class || type == double.class;
  }

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
    Object number = type == double.class ? fraction(text) : whole(text);
    return number == null ? binding.mismatch(value, path, expected()) : number;
  }

  private @Nullable Object whole(String text) {
    if (!isWhole(text)) {
      return null;
    }
    long number = Long.parseLong(text);
    if (number < min || number > max) {
      return null;
    }
    return type == int.class ? (Object) Math.toIntExact(number) : (Object) number;
  }

  /** No leading zero: it would be octal to some, and decimal to others. */
  private static boolean isWhole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int length = text.length() - start;
    if (length == 0 || length > 18 || (length > 1 && text.charAt(start) == '0')) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object fraction(String text) {
    int point = text.indexOf('.');
    if (point >= 0 && (point == text.length() - 1 || !isDigits(text, point + 1))) {
      return null;
    }
    if (!isWhole(point < 0 ? text : text.substring(0, point)) || text.length() > 30) {
      return null;
    }
    double number = Double.parseDouble(text);
    return number < min || number > max ? null : (Object) number;
  }

  private static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  String expected() {
    String kind = type == double.class ? "a number" : "a whole number";
    boolean atLeast = min > Integer.MIN_VALUE;
    boolean atMost = max < Integer.MAX_VALUE;
    if (atLeast && atMost) {
      return kind + " from " + shown(min) + " to " + shown(max);
    }
    return kind
        + (atLeast ? " of at least " + shown(min) : "")
        + (atMost ? " of at most " + shown(max) : "");
  }

  private static String shown(double limit) {
    return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
  }

  @Override
  Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> number = new LinkedHashMap<>();
    number.put("type", type == double.class ? "number" : "integer");
    if (min > Integer.MIN_VALUE) {
      number.put("minimum", number(min));
    }
    if (max < Integer.MAX_VALUE) {
      number.put("maximum", number(max));
    }
    return Definitions.orReference(number);
  }

  private static Object number(double limit) {
    return limit == Math.rint(limit) ? (Object) (long) limit : (Object) limit;
  }
}
