package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** What a browser shows while an app wakes. */
final class WakePage {
  private static final HttpString POLICY = new HttpString("Content-Security-Policy");
  private static final HttpString SNIFFING = new HttpString("X-Content-Type-Options");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Supplier<String> theme;
  private final String prefix;

  /** Takes the theme anew each time. */
  WakePage(Supplier<String> theme, String prefix) {
    this.theme = theme;
    this.prefix = prefix;
  }

  /** Where the gateway's own paths begin. */
  String prefix() {
    return prefix;
  }

  void send(HttpServerExchange exchange, AppView view) {
    send(exchange, StatusCodes.SERVICE_UNAVAILABLE, view);
  }

  void send(HttpServerExchange exchange, int status, AppView view) {
    String nonce = nonce();
    exchange.setStatusCode(status);
    exchange
        .getResponseHeaders()
        .put(Headers.CONTENT_TYPE, "text/html; charset=utf-8")
        .put(Headers.CACHE_CONTROL, "no-store")
        .put(Headers.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS)
        .put(Headers.VARY, "Accept, Sec-Fetch-Mode")
        .put(SNIFFING, "nosniff")
        .put(
            POLICY,
            "default-src 'none'; style-src 'nonce-%1$s'; script-src 'nonce-%1$s'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(nonce));
    exchange.getResponseSender().send(of(view, nonce));
  }

  private static String nonce() {
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  String of(AppView view, String nonce) {
    boolean failed = view.phase() == AppPhase.FAILED || view.barred();
    String reason = view.trouble().map(Observation.Failed::reason).orElse("It is not to be woken");
    StringBuilder stages = new StringBuilder();
    for (WakeEvent event : view.events()) {
      stages.append("<li>").append(escape(event.text())).append("</li>");
    }
    return theme
        .get()
        .replace("{{nonce}}", nonce)
        .replace("{{refresh}}", failed ? "" : "<meta http-equiv=\"refresh\" content=\"4\">")
        .replace("{{events}}", escape(prefix + "events"))
        .replace("{{state}}", failed ? "failed" : "waking")
        .replace(
            "{{headline}}",
            escape(failed ? view.name() + " cannot be started" : view.name() + " is being woken"))
        .replace("{{elapsed}}", Long.toString(view.elapsed().toSeconds()))
        .replace("{{usual}}", usual(view))
        .replace("{{stages}}", stages)
        .replace("{{reason}}", failed ? escape(reason) : "");
  }

  /** How long it took lately: the middle one of the wakes that went well. */
  private static String usual(AppView view) {
    List<Duration> good =
        view.wakes().stream()
            .filter(wake -> wake.failure().isEmpty())
            .map(History.Wake::took)
            .sorted()
            .toList();
    return good.isEmpty()
        ? ""
        : " Usually that takes " + Math.max(1, good.get(good.size() / 2).toSeconds()) + " s.";
  }

  /** Also takes the braces, so that no text is taken for a place of the template. */
  private static String escape(String text) {
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
