package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What pages of the gateway have in common: they need nothing from elsewhere, and may do little.
 */
final class Html {
  private static final HttpString POLICY = new HttpString("Content-Security-Policy");
  private static final HttpString SNIFFING = new HttpString("X-Content-Type-Options");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Html() {}

  /** What a style or a script of one answer must show. */
  static String nonce() {
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Writes the head of an answer.
   *
   * @param allowed what the page may do beside having styles of its own; may be empty
   */
  static void head(HttpServerExchange exchange, String allowed, String nonce) {
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "text/html; charset=utf-8")
        .put(Headers.CACHE_CONTROL, "no-store")
        .put(SNIFFING, "nosniff")
        .put(
            POLICY,
            "default-src 'none'; style-src 'nonce-"
                + nonce
                + "'; "
                + (allowed.isEmpty() ? "" : allowed + "; ")
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  /** A text as it is read. The braces, too, so that none is taken for a place of a template. */
  static String text(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<', '>', '&', '"', '\'', '{', '}' -> safe.append("&#").append((int) c).append(';');
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
