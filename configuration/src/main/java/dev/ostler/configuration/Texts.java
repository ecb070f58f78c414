package dev.ostler.configuration;

/** Pieces of a file within a message of one line. */
final class Texts {
  private static final int LONGEST = 60;

  private Texts() {}

  /** In quotes. */
  static String quoted(String text) {
    return "'" + shortened(text) + "'";
  }

  /** Without what would break the line, and not longer than one reads. */
  static String shortened(String text) {
    StringBuilder shown = new StringBuilder();
    int at = 0;
    while (at < text.length() && shown.length() < LONGEST) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
            shown.append('?');
          } else {
            shown.appendCodePoint(c);
          }
        }
      }
    }
    return at < text.length() ? shown + "…" : shown.toString();
  }

  /** A, b and c; or with another word. */
  static String joined(Iterable<String> words, String last) {
    StringBuilder text = new StringBuilder();
    String pending = null;
    for (String word : words) {
      if (pending != null) {
        text.append(text.isEmpty() ? "" : ", ").append(pending);
      }
      pending = word;
    }
    if (pending == null) {
      return "";
    }
    return text.isEmpty() ? pending : text + " " + last + " " + pending;
  }
}
