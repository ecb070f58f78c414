package dev.ostler.engine;

/** What an engine's health check found. */
public enum Health {
  /** There is no check. */
  NONE,
  /** Not yet well, and failures do not count yet. */
  STARTING,
  /** The last look was good. */
  HEALTHY,
  /** Too many looks failed in a row. */
  UNHEALTHY;

  static Health of(String word) {
    return switch (word) {
      case "starting" -> STARTING;
      case "healthy" -> HEALTHY;
      case "unhealthy" -> UNHEALTHY;
      default -> NONE;
    };
  }

  /** Reads it from the text of a list, such as "Up 2 hours (healthy)". */
  static Health ofStatusText(String text) {
    int open = text.lastIndexOf('(');
    if (open < 0 || !text.endsWith(")")) {
      return NONE;
    }
    String inside = text.substring(open + 1, text.length() - 1);
    return of(inside.startsWith("health: ") ? inside.substring("health: ".length()) : inside);
  }
}
