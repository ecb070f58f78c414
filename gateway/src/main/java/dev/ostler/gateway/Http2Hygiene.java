package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * The server refuses what is wrong with pseudo-headers, and names with capital letters. A request
 * that began as one of HTTP/1.1 and was upgraded still has its connection header; no other has one.
 */
/**
 * What of a request of HTTP/2 must not become one of HTTP/1.1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.1.1">RFC 9113, 8.1.1</a>
 */
final class Http2Hygiene {
  private static final List<HttpString> FOR_HTTP1_ALONE =
      List.of(new HttpString("Keep-Alive"), new HttpString("Proxy-Connection"), Headers.UPGRADE);

  /** No more than fits into a number. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private Http2Hygiene() {}

  /** Why a request is not taken; empty if it is. */
  static Optional<String> refusal(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    if (exchange.getConnection() instanceof Http2ServerConnection connection
        && Innards.isHeadPartial(TakenBack.channel(connection))) {
      HeadFlood.limit(TakenBack.channel(connection));
      return Optional.of("cannot take a head of which a part comes after its request has begun");
    }
    if (!Fields.areProper(headers)) {
      return Optional.of("cannot take a header with characters that end it in HTTP/1.1");
    }
    if (exchange.getRequestMethod().length() == 0) {
      return Optional.of("cannot take a request without a method");
    }
    if (!hasTarget(exchange)) {
      return Optional.of("cannot take a target that does not begin with a slash");
    }
    if (!headers.contains(Headers.CONNECTION) && hasAny(headers)) {
      return Optional.of("cannot take a header that is for connections of HTTP/1.1");
    }
    if (!hasLength(exchange, headers.get(Headers.CONTENT_LENGTH))) {
      return Optional.of("cannot take a body of another length than its head says");
    }
    return Optional.empty();
  }

  /** Takes out of the head of an answer what has a meaning in HTTP/1.1 alone. */
  static void cleanAnswer(HeaderMap head) {
    FOR_HTTP1_ALONE.forEach(head::remove);
  }

  private static boolean hasTarget(HttpServerExchange exchange) {
    String target = exchange.getRequestURI();
    return target.startsWith("/")
        || exchange.isHostIncludedInRequestURI()
        || (target.equals("*") && exchange.getRequestMethod().equals(Methods.OPTIONS));
  }

  private static boolean hasAny(HeaderMap headers) {
    for (HttpString name : FOR_HTTP1_ALONE) {
      if (headers.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** The server counts what comes of a body, but not that nothing comes. */
  private static boolean hasLength(HttpServerExchange exchange, @Nullable HeaderValues lengths) {
    return lengths == null
        || (lengths.size() == 1
            && LENGTH.matcher(lengths.getFirst()).matches()
            && (!exchange.isRequestComplete() || Long.parseLong(lengths.getFirst()) == 0));
  }
}
