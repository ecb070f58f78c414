package dev.ostler.gateway;

import java.util.regex.Pattern;

/** What a platform or an app says, as it may be shown: it steers no terminal and ends no line. */
final class Printable {
  /** Colours, and the like: what a terminal obeys from its beginning to its last character. */
  private static final Pattern SEQUENCE =
      Pattern.compile("(?:\u001b\\[|\u009b)[0-?]*+[ -/]*+[@-~]");

  private Printable() {}

  /** In one line, without colours; what cannot be seen is a question mark. */
  static String of(String text) {
    return text.chars().noneMatch(Character::isISOControl)
        ? text
        : seen(SEQUENCE.matcher(text).replaceAll(""));
  }

  private static String seen(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      seen.append(c == '\t' || c == '\n' ? ' ' : Character.isISOControl(c) ? '?' : c);
    }
    return seen.toString();
  }
}
