package dev.ostler.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many visitors may be connected at once. Each is an open file, and to be served takes another:
 * if visitors had all that this process may open, none of them would ever reach an app. Who comes
 * when there is no room waits in the queue of the kernel.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
final class Room {
  private static final Pattern LIMIT = Pattern.compile("Max open files +([0-9]+) ");

  /** For what the process itself has open. */
  private static final int OWN = 128;

  private static final int LEAST = 16;
  private static final int MOST = 1_000_000;

  private Room() {}

  static int forVisitors() {
    try {
      return forVisitors(Files.readString(Path.of("/proc/self/limits")));
    } catch (IOException noSuchFile) {
      return MOST;
    }
  }

  /** Three quarters: kept connections to apps, and those that are read at once, are fewer. */
  static int forVisitors(String limits) {
    Matcher limit = LIMIT.matcher(limits);
    if (!limit.find()) {
      return MOST;
    }
    long files = Long.parseLong(limit.group(1));
    return Math.clamp((files - OWN) * 3 / 4, LEAST, MOST);
  }
}
