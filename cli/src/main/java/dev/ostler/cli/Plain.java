package dev.ostler.cli;

/** What others wrote, as it may be shown: it moves no cursor, and colours nothing. */
final class Plain {
  private Plain() {}

  /** In one line. */
  static String line(String text) {
    return shown(text, '?');
  }

  /** In the lines that it has. */
  static String lines(String text) {
    return shown(text, '\n');
  }

  private static String shown(String text, char lineFeed) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\t' -> shown.append(' ');
        case '\n' -> shown.append(lineFeed);
        default -> shown.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return shown.toString();
  }
}
