package dev.ostler.configuration;

import java.util.Collection;

/** What to say about a key that is not known. */
final class UnknownKeys {
  private UnknownKeys() {}

  static String message(String found, Collection<String> known) {
    String suggestion = Suggestion.of(found, known);
    if (known.isEmpty()) {
      return "found an unknown key, expected none";
    }
    return suggestion.isEmpty()
        ? "found an unknown key, expected " + Texts.joined(known, "or")
        : "found an unknown key" + suggestion;
  }
}
