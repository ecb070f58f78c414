package dev.ostler.examples;

import java.io.PrintStream;
import java.time.Instant;

/** Prints what happens, one JSON object a line. */
final class JsonLog {
  private final PrintStream out;

  JsonLog(PrintStream out) {
    this.out = out;
  }

  /** Prints one line: what happened, and more about it, keys and values alternating. */
  void info(String message, Object... keysAndValues) {
    print("info", message, keysAndValues);
  }

  /** Prints one line about something that did not work, and why. */
  void error(String message, Exception why) {
    error(message, String.valueOf(why.getMessage()));
  }

  /** Prints one line about something that did not work, and why. */
  void error(String message, String why) {
    print("error", message, "error", why);
  }

  private void print(String level, String message, Object... keysAndValues) {
    StringBuilder line = new StringBuilder("{");
    member(line, "time", Instant.now());
    member(line.append(','), "level", level);
    member(line.append(','), "message", message);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      member(line.append(','), keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    out.println(line.append('}'));
    out.flush();
  }

  private static void member(StringBuilder line, String key, Object value) {
    string(line, key).append(':');
    if (value instanceof Number || value instanceof Boolean) {
      line.append(value);
    } else {
      string(line, value.toString());
    }
  }

  private static StringBuilder string(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        line.append('\\').append(letter);
      } else if (letter < ' ') {
        line.append("\\u%04x".formatted((int) letter));
      } else {
        line.append(letter);
      }
    }
    return line.append('"');
  }
}
