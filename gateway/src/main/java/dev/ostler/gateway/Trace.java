package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request belongs to. It goes to the app as it came; here it is only told.
 *
 * @param id 32 hexadecimal digits, not all of them zero
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
record Trace(String id) {
  private static final HttpString PARENT = new HttpString("traceparent");

  /** Later versions may say more behind it. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  /** Empty if the request says none, or none that can be understood. */
  static Optional<Trace> of(HttpServerExchange exchange) {
    var said = exchange.getRequestHeaders().get(PARENT);
    return said == null || said.size() != 1 ? Optional.empty() : parse(said.getFirst());
  }

  static Optional<Trace> parse(String parent) {
    Matcher parts = FORM.matcher(parent);
    boolean more = parent.length() > 55;
    return parts.matches() && !(more && parent.startsWith("00"))
        ? Optional.of(new Trace(parts.group(1)))
        : Optional.empty();
  }
}
