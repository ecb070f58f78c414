package dev.ostler.configuration;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Prints maps, lists, texts, numbers and truth values as JSON. */
final class Json {
  private Json() {}

  static String print(Object value) {
    StringBuilder text = new StringBuilder();
    print(value, "\n", text);
    return text.append('\n').toString();
  }

  /** What a scalar of a file is in JSON. */
  static Object value(String scalar) {
    if (scalar.equals("true") || scalar.equals("false")) {
      return Boolean.valueOf(scalar);
    }
    try {
      return Long.valueOf(scalar);
    } catch (NumberFormatException noWholeNumber) {
      return fraction(scalar);
    }
  }

  private static Object fraction(String scalar) {
    try {
      return Character.isDigit(scalar.charAt(scalar.length() - 1))
          ? (Object) Double.valueOf(scalar)
          : scalar;
    } catch (NumberFormatException noNumber) {
      return scalar;
    }
  }

  private static void print(Object value, String margin, StringBuilder text) {
    switch (value) {
      case Map<?, ?> map -> print(map, margin, text);
      case Iterable<?> list -> print(list, margin, text);
      case Object[] array -> print(Arrays.asList(array), margin, text);
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> quote(value.toString(), text);
    }
  }

  private static void print(Map<?, ?> map, String margin, StringBuilder text) {
    if (map.isEmpty()) {
      text.append("{}");
      return;
    }
    String separator = "{";
    for (Map.Entry<?, ?> entry : ordered(map).entrySet()) {
      text.append(separator).append(margin).append("  ");
      quote(entry.getKey().toString(), text);
      text.append(": ");
      print(entry.getValue(), margin + "  ", text);
      separator = ",";
    }
    text.append(margin).append('}');
  }

  /** Maps that have no order of their own get one, so that equal schemas are equal texts. */
  private static Map<?, ?> ordered(Map<?, ?> map) {
    return map instanceof java.util.LinkedHashMap<?, ?> ? map : new TreeMap<>(map);
  }

  private static void print(Iterable<?> list, String margin, StringBuilder text) {
    text.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      text.append(margin).append("  ");
      print(items.next(), margin + "  ", text);
      text.append(items.hasNext() ? "," : margin);
    }
    text.append(']');
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        default -> text.append(c);
      }
    }
    text.append('"');
  }
}
