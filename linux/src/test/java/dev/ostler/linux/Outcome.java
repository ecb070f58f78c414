package dev.ostler.linux;

import java.io.IOException;
import java.util.List;

/**
 * How a child ended and what it wrote to standard output and standard error, escaped as {@link
 * CStrings} does.
 */
record Outcome(ChildExit exit, String text) {
  static Outcome of(ChildCommand command) throws IOException {
    try (Started started = Started.of(command)) {
      return started.awaitEnd();
    }
  }

  int status() {
    return exit.shellStatus();
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** What follows a name and a colon at the start of a line, as in /proc/self/status. */
  String field(String name) {
    return lines().stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in: " + text));
  }
}
