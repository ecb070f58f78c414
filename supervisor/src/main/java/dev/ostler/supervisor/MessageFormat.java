package dev.ostler.supervisor;

/** How our own messages look. */
public enum MessageFormat {
  /** {@code ostler: web ended with status 1}. */
  TEXT,
  /** One JSON object a line, of the process {@code ostler}. */
  JSON;

  LineFormat lines() {
    return switch (this) {
      case TEXT ->
          (to, origin, _, piece) ->
              to.append(origin.process()).append(": ").append(piece).append('\n');
      case JSON -> new JsonFormat();
    };
  }
}
