package dev.ostler.gateway;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON of maps, lists, texts, numbers and booleans, safe within HTML, too. */
final class JsonText {
  private JsonText() {}

  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text) {
    switch (value) {
      case Map<?, ?> map -> {
        String before = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          text.append(before);
          quote(String.valueOf(entry.getKey()), text);
          text.append(':');
          write(entry.getValue(), text);
          before = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        text.append('[');
        for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
          write(each.next(), text);
          text.append(each.hasNext() ? "," : "");
        }
        text.append(']');
      }
      case Number number -> text.append(number);
      case Boolean claim -> text.append(claim);
      default -> quote(String.valueOf(value), text);
    }
  }

  private static void quote(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain =
          !Character.isISOControl(c) && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
      // The last two end lines in JavaScript; a lone half of a pair is no character at all.
      if (plain && c != 0x2028 && c != 0x2029 && !isLoneSurrogate(value, i)) {
        text.append(c);
      } else {
        text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      }
    }
    text.append('"');
  }

  private static boolean isLoneSurrogate(String value, int at) {
    char c = value.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }
}
