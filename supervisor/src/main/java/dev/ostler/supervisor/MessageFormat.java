package dev.ostler.supervisor;

/** How our own messages look. */
enum MessageFormat {
  /** {@code ostler: web ended with status 1}. */
  TEXT,
  /** As {@link JsonFormat} has it, of the process {@code ostler}. */
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
