package dev.ostler.cli;

import java.util.Iterator;
import java.util.Map;

/** Results for programs: maps, lists, texts, numbers and truths as JSON on one line. */
final class Json {
  private Json() {}

  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text) {
    switch (value) {
      case Map<?, ?> map -> write(map, text);
      case Iterable<?> list -> write(list, text);
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> quote(value.toString(), text);
    }
  }

  private static void write(Map<?, ?> map, StringBuilder text) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      quote(entry.getKey().toString(), text);
      text.append(':');
      write(entry.getValue(), text);
      separator = ",";
    }
    text.append(map.isEmpty() ? "{}" : "}");
  }

  private static void write(Iterable<?> list, StringBuilder text) {
    text.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      write(items.next(), text);
      text.append(items.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == '\n') {
        text.append("\\n");
      } else if (c < ' ' || (Character.isSurrogate(c) && isAlone(value, i))) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  /** A file name may be made of any bytes; half a character is none in UTF-8. */
  private static boolean isAlone(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
  }
}
