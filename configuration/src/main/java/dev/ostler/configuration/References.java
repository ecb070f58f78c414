package dev.ostler.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Variables in a text: <code>${NAME}</code>, <code>${NAME:-default}</code> if it may be unset or
 * empty, and {@code $$} for one dollar sign.
 */
final class References {
  private final Map<String, String> environment;

  References(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whether there is anything to expand. */
  static boolean isIn(String text) {
    return text.contains("${") || text.contains("$$");
  }

  /**
   * The text with every reference replaced.
   *
   * @throws IllegalArgumentException if one is none, or its variable is not set
   */
  String expand(String text) {
    StringBuilder expanded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$$", at)) {
        expanded.append('$');
        at += 2;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw wrong(text.substring(at));
        }
        expanded.append(value(text.substring(at, end + 1)));
        at = end + 1;
      } else {
        expanded.append(text.charAt(at++));
      }
    }
    return expanded.toString();
  }

  @Nullable String variable(String name) {
    return environment.get(name);
  }

  private String value(String reference) {
    String inner = reference.substring(2, reference.length() - 1);
    int colon = inner.indexOf(":-");
    String name = colon < 0 ? inner : inner.substring(0, colon);
    if (!isName(name)) {
      throw wrong(reference);
    }
    String value = environment.get(name);
    if (colon >= 0) {
      return value == null || value.isEmpty() ? inner.substring(colon + 2) : value;
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "the variable "
              + Texts.shortened(name)
              + " is not set; set it, or give a default as in ${"
              + Texts.shortened(name)
              + ":-value}");
    }
    return value;
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static IllegalArgumentException wrong(String reference) {
    return new IllegalArgumentException(
        "found "
            + Texts.quoted(reference)
            + ", expected ${NAME} or ${NAME:-default}; a $ that stays is written $$");
  }
}
