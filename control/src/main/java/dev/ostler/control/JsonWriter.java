package dev.ostler.control;

import java.util.HexFormat;

/** Writes JSON on one line: no control character leaves unescaped, so no value can end the line. */
final class JsonWriter {
  private JsonWriter() {}

  static void write(Json json, StringBuilder out) {
    switch (json) {
      case Json.Members members -> {
        String separator = "{";
        for (var member : members.values().entrySet()) {
          out.append(separator);
          text(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          separator = ",";
        }
        out.append(members.values().isEmpty() ? "{}" : "}");
      }
      case Json.Items items -> {
        String separator = "[";
        for (Json item : items.values()) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(items.values().isEmpty() ? "[]" : "]");
      }
      case Json.Text text -> text(text.value(), out);
      case Json.Numeral number -> out.append(number.text());
      case Json.Flag flag -> out.append(flag.value());
      case Json.Null _ -> out.append("null");
    }
  }

  private static void text(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> character(value, i, out);
      }
    }
    out.append('"');
  }

  /** A lone surrogate is no character, and UTF-8 has no bytes for it. */
  private static void character(String value, int at, StringBuilder out) {
    char c = value.charAt(at);
    if (isLoneSurrogate(value, at)) {
      out.append('\uFFFD');
    } else if (c < ' ' || c == 0x7F) {
      out.append("\\u").append(HexFormat.of().toHexDigits(c));
    } else {
      out.append(c);
    }
  }

  static boolean isLoneSurrogate(String value, int at) {
    char c = value.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }
}
