package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/*
 * The server refuses most of what two parsers could understand differently. What it lets through is
 * refused or taken out here: see RFC 9110, 7.6.1, and RFC 9112, 6.1.
 */
/** What must not reach an app as it came. */
final class Hygiene {
  private static final HttpString FORWARDED_HOST = new HttpString("X-Forwarded-Host");
  private static final HttpString KEEP_ALIVE = new HttpString("Keep-Alive");
  private static final HttpString PROXY_CONNECTION = new HttpString("Proxy-Connection");

  /** Whoever believes them believes that a proxy wrote them. */
  private static final List<HttpString> SAID_BY_PROXIES =
      List.of(
          Forwarded.NAME,
          new HttpString("X-Forwarded-For"),
          new HttpString("X-Forwarded-Proto"),
          FORWARDED_HOST,
          new HttpString("X-Forwarded-Port"),
          new HttpString("X-Forwarded-Server"),
          new HttpString("X-Forwarded-Prefix"),
          new HttpString("X-Forwarded-Ssl"),
          new HttpString("X-Forwarded-Scheme"),
          new HttpString("X-Real-IP"));

  private static final List<HttpString> FOR_ONE_HOP =
      List.of(
          Headers.CONNECTION,
          KEEP_ALIVE,
          PROXY_CONNECTION,
          Headers.PROXY_AUTHENTICATE,
          Headers.PROXY_AUTHORIZATION,
          new HttpString("HTTP2-Settings"));

  /** What a message consists of; not up to those who name what is for one hop. */
  private static final Set<String> OF_THE_MESSAGE =
      Set.of("host", "upgrade", "content-length", "transfer-encoding");

  /** Names that apps behind CGI, WSGI and the like take for others, written with a dash. */
  private static final Set<String> NEVER_WITH_UNDERSCORES = neverWithUnderscores();

  /** Possessive, as every request is matched. */
  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]++]|[A-Za-z0-9._~%!$&'()*+,;=-]++)(?::[0-9]*+)?");

  /** Why a request is not taken. */
  record Refusal(int status, String detail) {}

  private Hygiene() {}

  private static Set<String> neverWithUnderscores() {
    Set<String> names = new HashSet<>(OF_THE_MESSAGE);
    SAID_BY_PROXIES.forEach(name -> names.add(name.toString().toLowerCase(Locale.ROOT)));
    FOR_ONE_HOP.forEach(name -> names.add(name.toString().toLowerCase(Locale.ROOT)));
    return Set.copyOf(names);
  }

  /** Why a request is not taken; empty if it is. */
  static Optional<Refusal> refusal(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.CONNECT)
        || exchange.getRequestMethod().equals(Methods.TRACE)) {
      return refused(StatusCodes.NOT_IMPLEMENTED, "cannot take " + exchange.getRequestMethod());
    }
    HttpString protocol = exchange.getProtocol();
    boolean old = protocol.equals(Protocols.HTTP_1_0);
    if (!old && !protocol.equals(Protocols.HTTP_1_1) && !protocol.equals(Protocols.HTTP_2_0)) {
      return refused(StatusCodes.HTTP_VERSION_NOT_SUPPORTED, "cannot take " + protocol);
    }
    if (hasForbidden(exchange.getRequestURI()) || hasForbidden(exchange.getQueryString())) {
      return bad("cannot take a target with characters that must be encoded");
    }
    HeaderValues hosts = exchange.getRequestHeaders().get(Headers.HOST);
    if (hosts == null || hosts.size() != 1 || !HOST.matcher(hosts.getFirst()).matches()) {
      return bad("cannot take a request without exactly one host");
    }
    Optional<Refusal> refusal = refusalOfBody(exchange.getRequestHeaders(), old);
    return refusal.isEmpty() && protocol.equals(Protocols.HTTP_2_0)
        ? Http2Hygiene.refusal(exchange).flatMap(Hygiene::bad)
        : refusal;
  }

  private static Optional<Refusal> refusalOfBody(HeaderMap headers, boolean old) {
    HeaderValues encodings = headers.get(Headers.TRANSFER_ENCODING);
    if (encodings == null) {
      return Optional.empty();
    }
    if (encodings.size() != 1 || !encodings.getFirst().strip().equalsIgnoreCase("chunked")) {
      return bad("cannot take a body whose transfer encoding is not chunked alone");
    }
    if (headers.contains(Headers.CONTENT_LENGTH)) {
      return bad("cannot take a body with both a length and a transfer encoding");
    }
    return old ? bad("cannot take a transfer encoding in HTTP/1.0") : Optional.empty();
  }

  private static Optional<Refusal> bad(String detail) {
    return refused(StatusCodes.BAD_REQUEST, detail);
  }

  private static Optional<Refusal> refused(int status, String detail) {
    return Optional.of(new Refusal(status, detail));
  }

  /** Browsers send more than the RFC allows, such as {@code |}; none sends these. */
  private static boolean hasForbidden(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '#') {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes out of a request what was meant for us, and what only a proxy may say; says it.
   *
   * @param trusted whether it comes from a proxy that is to be believed
   */
  static void clean(HttpServerExchange exchange, boolean trusted) {
    HeaderMap headers = exchange.getRequestHeaders();
    boolean upgrade = isWebSocket(headers);
    boolean trailers = takesTrailers(headers);
    removeNamed(headers);
    removeMisleading(headers);
    FOR_ONE_HOP.forEach(headers::remove);
    if (trusted) {
      joinLines(headers, Headers.X_FORWARDED_FOR);
    } else {
      SAID_BY_PROXIES.forEach(headers::remove);
    }
    headers.remove(Headers.TE);
    if (trailers) {
      headers.put(Headers.TE, "trailers");
    }
    if (upgrade) {
      headers.put(Headers.CONNECTION, "Upgrade");
    } else {
      headers.remove(Headers.UPGRADE);
    }
    if (!trusted && exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
      // In HTTP/2 the client says the scheme.
      boolean encrypted = exchange.getConnection().getSslSessionInfo() != null;
      exchange.setRequestScheme(encrypted ? "https" : "http");
    }
    Forwarded.say(exchange, trusted);
    if (!headers.contains(FORWARDED_HOST)) {
      headers.put(FORWARDED_HOST, headers.getFirst(Headers.HOST));
    }
  }

  /** The proxy adds to the first line and drops the others, among them what was said last. */
  private static void joinLines(HeaderMap headers, HttpString name) {
    HeaderValues lines = headers.get(name);
    if (lines != null && lines.size() > 1) {
      headers.put(name, String.join(", ", List.copyOf(lines)));
    }
  }

  private static boolean isWebSocket(HeaderMap headers) {
    return "websocket".equalsIgnoreCase(headers.getFirst(Headers.UPGRADE))
        && named(headers).contains("upgrade");
  }

  /** gRPC wants to know that trailers come through, which they do. */
  private static boolean takesTrailers(HeaderMap headers) {
    String te = headers.getFirst(Headers.TE);
    return te != null && te.strip().equalsIgnoreCase("trailers");
  }

  private static void removeMisleading(HeaderMap headers) {
    for (HttpString name : List.copyOf(headers.getHeaderNames())) {
      String text = name.toString();
      if (text.indexOf('_') >= 0
          && NEVER_WITH_UNDERSCORES.contains(text.replace('_', '-').toLowerCase(Locale.ROOT))) {
        headers.remove(name);
      }
    }
  }

  /** Takes out of trailers what is only good in a head. */
  static void cleanTrailers(HeaderMap trailers) {
    for (HttpString name : List.copyOf(trailers.getHeaderNames())) {
      if (NEVER_WITH_UNDERSCORES.contains(
          name.toString().replace('_', '-').toLowerCase(Locale.ROOT))) {
        trailers.remove(name);
      }
    }
  }

  /** Takes out of an answer what was meant for us. */
  static void cleanAnswer(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
    if (lengths != null && lengths.size() > 1) {
      requireOneLength(exchange, lengths);
    }
    if (!exchange.isUpgrade()) {
      removeNamed(headers);
      headers.remove(Headers.CONNECTION);
      headers.remove(KEEP_ALIVE);
      headers.remove(PROXY_CONNECTION);
    }
  }

  /** Where an answer ends, its client is never to see otherwise: rather it gets none. */
  private static void requireOneLength(HttpServerExchange exchange, HeaderValues lengths) {
    String length = lengths.getFirst();
    if (lengths.stream().allMatch(length::equals)) {
      exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, length);
      return;
    }
    ConnectionEnds.hangUp(exchange); // at once: its head is about to be written
    Passage passage = exchange.getAttachment(Passage.KEY);
    if (passage != null) {
      exchange.getIoThread().execute(passage::cutOff);
    }
  }

  private static void removeNamed(HeaderMap headers) {
    for (String name : named(headers)) {
      if (!OF_THE_MESSAGE.contains(name)) {
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
