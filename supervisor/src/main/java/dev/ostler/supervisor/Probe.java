package dev.ostler.supervisor;

import dev.ostler.linux.ChildCommand;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A way to learn how a process is. */
sealed interface Probe {
  /** A command: status 0 is well. */
  record Exec(ChildCommand command) implements Probe {}

  /** A port: a connection is well. */
  record Tcp(String host, int port) implements Probe {
    public Tcp {
      ProbeAddress.of(host, port); // said when it is read rather than when it is asked
    }

    List<InetSocketAddress> addresses() {
      return ProbeAddress.of(host, port);
    }
  }

  /**
   * A page: an answer whose status lies in a range is well; its body does not matter.
   *
   * @param uri http with an address or localhost
   * @param lowest first status that is well, 200 to 599
   * @param highest last status that is well
   * @param headers further ones; {@code Host} replaces ours
   */
  record Http(URI uri, int lowest, int highest, Map<String, String> headers) implements Probe {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e\\t]*");
    private static final int PORT = 80;

    public Http {
      if (!"http".equals(uri.getScheme())) {
        // Not the URL itself: all of it may come from a variable, and hold a password.
        throw new IllegalArgumentException(
            "cannot probe this URL: only http is spoken; use exec with a client for anything else");
      }
      if (uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "cannot probe this URL: give it as http://ADDRESS:PORT/PATH; a password belongs into"
                + " headers");
      }
      if (lowest < 200 || highest > 599 || lowest > highest) {
        throw new IllegalArgumentException(
            "status must be a range from 200 to 599, got %d to %d".formatted(lowest, highest));
      }
      headers = new LinkedHashMap<>(headers);
      headers.forEach(Http::requireHeader);
      headers = Map.copyOf(headers);
      ProbeAddress.of(uri.getHost(), port(uri));
    }

    private static void requireHeader(String name, String value) {
      if (!TOKEN.matcher(name).matches() || !VISIBLE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "cannot send the header '%s': a name is a word, a value one line of ASCII"
                .formatted(name));
      }
    }

    private static int port(URI uri) {
      return uri.getPort() < 0 ? PORT : uri.getPort();
    }

    List<InetSocketAddress> addresses() {
      return ProbeAddress.of(uri.getHost(), port(uri));
    }

    boolean isWell(int status) {
      return status >= lowest && status <= highest;
    }

    /** What is sent. */
    String request() {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("host", uri.getRawAuthority());
      all.put("user-agent", "ostler");
      all.put("accept", "*/*");
      headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
      all.put("connection", "close");
      StringBuilder request = new StringBuilder("GET ").append(target()).append(" HTTP/1.1\r\n");
      all.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
      return request.append("\r\n").toString();
    }

    private String target() {
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
  }

  /**
   * A line of output that fits: from then on the process is ready.
   *
   * @param expression as {@link LinePattern} takes it
   */
  record LogLine(String expression) implements Probe {
    public LogLine {
      LinePattern.of(expression); // said when it is read rather than when it is looked for
    }
  }

  /**
   * A line that the process writes to a descriptor of its own for that.
   *
   * @param descriptor its number there, as {@link ChildCommand#withDescriptor} takes it
   * @see <a href="https://skarnet.org/software/s6/notifywhenup.html">notification in s6</a>
   */
  record Newline(int descriptor) implements Probe {}

  /** What the process says itself by sd_notify(3). */
  record Notify() implements Probe {}
}
