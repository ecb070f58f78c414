package dev.ostler.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Paths by what they mean, however they are written: to compare them, not to send them on.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2">RFC 3986, 6.2.2</a>
 */
final class NormalPath {
  private static final Pattern CODE = Pattern.compile("%([0-9A-Fa-f]{2})");

  private NormalPath() {}

  /** That of a folder, from slash to slash: servers take repeated slashes for one, too. */
  static String of(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : decoded(path).split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(segment);
      }
    }
    return segments.isEmpty() ? "/" : "/" + String.join("/", segments) + "/";
  }

  private static String decoded(String path) {
    return path.indexOf('%') < 0 ? path : CODE.matcher(path).replaceAll(NormalPath::decoded);
  }

  /** What stands for a letter is that letter; what stands for a slash, say, is not one. */
  private static String decoded(MatchResult code) {
    char c = (char) Integer.parseInt(code.group(1), 16);
    boolean isUnreserved =
        (c >= 'a' && c <= 'z')
            || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || "-._~".indexOf(c) >= 0;
    return isUnreserved ? String.valueOf(c) : code.group().toUpperCase(Locale.ROOT);
  }
}
