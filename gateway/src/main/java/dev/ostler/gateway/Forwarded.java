package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells apps whom a request comes from.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>
 */
final class Forwarded {
  static final HttpString NAME = new HttpString("Forwarded");

  private Forwarded() {}

  /**
   * Says it after what a trusted proxy says. One that speaks by X-Forwarded-For alone is not
   * contradicted: many apps would believe us, and take it for the client.
   */
  static void say(HttpServerExchange exchange, boolean trusted) {
    HeaderMap headers = exchange.getRequestHeaders();
    String before = headers.getFirst(NAME);
    if (before != null) {
      headers.put(NAME, String.join(", ", headers.get(NAME)) + ", " + element(exchange));
    } else if (!trusted || !headers.contains(Headers.X_FORWARDED_FOR)) {
      headers.put(NAME, element(exchange));
    }
  }

  private static String element(HttpServerExchange exchange) {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst(Headers.HOST));
    String node = node(exchange.getSourceAddress().getAddress());
    return "for=" + node + ";host=\"" + host + "\";proto=" + exchange.getRequestScheme();
  }

  private static String node(InetAddress address) {
    String number = address.getHostAddress();
    return address instanceof Inet6Address
        ? "\"[" + number.replaceFirst("%.*", "") + "]\""
        : number;
  }
}
