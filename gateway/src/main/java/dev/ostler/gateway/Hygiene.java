package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/*
 * The server refuses most of what two parsers could understand differently. What it lets through is
 * refused or taken out here: see RFC 9110, 7.6.1, and RFC 9112, 6.1.
 */
/** What must not reach an app as it came. */
final class Hygiene {
  private static final HttpString HTTP2_SETTINGS = new HttpString("HTTP2-Settings");
  private static final HttpString FORWARDED_HOST = new HttpString("X-Forwarded-Host");

  /** Set by us alone: whoever believes them believes that a proxy wrote them. */
  private static final List<HttpString> SAID_BY_PROXIES =
      List.of(
          new HttpString("Forwarded"),
          new HttpString("X-Forwarded-For"),
          new HttpString("X-Forwarded-Proto"),
          FORWARDED_HOST,
          new HttpString("X-Forwarded-Port"),
          new HttpString("X-Forwarded-Server"),
          new HttpString("X-Forwarded-Prefix"),
          new HttpString("X-Real-IP"));

  private static final List<HttpString> FOR_ONE_HOP =
      List.of(
          Headers.CONNECTION,
          new HttpString("Keep-Alive"),
          new HttpString("Proxy-Connection"),
          Headers.PROXY_AUTHENTICATE,
          Headers.PROXY_AUTHORIZATION,
          Headers.TE,
          HTTP2_SETTINGS);

  private Hygiene() {}

  /** Why a request is not taken; empty if it is. */
  static Optional<String> refusal(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    HeaderValues encodings = headers.get(Headers.TRANSFER_ENCODING);
    if (encodings != null
        && !(encodings.size() == 1 && encodings.getFirst().strip().equalsIgnoreCase("chunked"))) {
      return Optional.of("cannot take a body whose transfer encoding is not chunked alone");
    }
    if (encodings != null && headers.contains(Headers.CONTENT_LENGTH)) {
      return Optional.of("cannot take a body with both a length and a transfer encoding");
    }
    if (headers.count(Headers.HOST) != 1) {
      return Optional.of("cannot take a request without exactly one host");
    }
    return Optional.empty();
  }

  /** Takes out of a request what was meant for us, and what only a proxy may say; says it. */
  static void clean(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    boolean upgrade = isWebSocket(headers);
    removeNamed(headers);
    FOR_ONE_HOP.forEach(headers::remove);
    SAID_BY_PROXIES.forEach(headers::remove);
    if (upgrade) {
      headers.put(Headers.CONNECTION, "Upgrade");
    } else {
      headers.remove(Headers.UPGRADE);
    }
    String host = headers.getFirst(Headers.HOST);
    if (host != null) {
      headers.put(FORWARDED_HOST, host);
    }
  }

  private static boolean isWebSocket(HeaderMap headers) {
    return "websocket".equalsIgnoreCase(headers.getFirst(Headers.UPGRADE))
        && named(headers).contains("upgrade");
  }

  /** Takes out of an answer what was meant for us. */
  static void cleanAnswer(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    if (!exchange.isUpgrade()) {
      removeNamed(headers);
      headers.remove(Headers.CONNECTION);
      headers.remove(new HttpString("Keep-Alive"));
      headers.remove(new HttpString("Proxy-Connection"));
    }
  }

  private static void removeNamed(HeaderMap headers) {
    for (String name : named(headers)) {
      // What a message consists of is not up to its sender.
      if (!name.equals("host")
          && !name.equals("upgrade")
          && !name.equals("content-length")
          && !name.equals("transfer-encoding")) {
        headers.remove(name);
      }
    }
  }

  private static List<String> named(HeaderMap headers) {
    HeaderValues connection = headers.get(Headers.CONNECTION);
    if (connection == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (String value : connection) {
      for (String name : value.split(",", -1)) {
        String stripped = name.strip().toLowerCase(Locale.ROOT);
        if (!stripped.isEmpty()) {
          names.add(stripped);
        }
      }
    }
    return names;
  }
}
