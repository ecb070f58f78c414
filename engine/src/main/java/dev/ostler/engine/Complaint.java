package dev.ostler.engine;

import java.util.Set;

/**
 * What an engine says when it refuses.
 *
 * @param status of the answer, as Docker would have given it
 * @param message in the engine's words
 */
record Complaint(int status, String message) {
  /** What Podman answers with 500 where Docker answers with 409. */
  private static final Set<String> CONFLICTS =
      Set.of(
          "container state improper",
          "image is in use by a container",
          "network already exists",
          "network is being used",
          "that name is already in use",
          "volume already exists",
          "volume is being used");

  /** Reads the body of an answer: JSON with a message, or a text. */
  static Complaint read(int status, String body) {
    String text = body.strip();
    try {
      Json json = Json.parse(text.startsWith("{") ? text : "{}");
      boolean conflict = status == 500 && CONFLICTS.contains(json.text("cause"));
      return new Complaint(conflict ? 409 : status, orElse(json.text("message"), text));
    } catch (IllegalArgumentException notJson) {
      return new Complaint(status, orElse(text, ""));
    }
  }

  private static String orElse(String message, String text) {
    if (!message.isEmpty()) {
      return message;
    }
    return text.isEmpty() || text.startsWith("{") ? "the engine gave no reason" : text;
  }
}
