package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.function.Supplier;

/** What a browser shows while an app wakes. */
final class WakePage {
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
    String nonce = Html.nonce();
    exchange.setStatusCode(status);
    exchange
        .getResponseHeaders()
        .put(Headers.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS)
        .put(Headers.VARY, Visiting.VARY);
    Html.head(
        exchange,
        "script-src 'nonce-%s'; connect-src 'self'; img-src data:".formatted(nonce),
        nonce);
    exchange.getResponseSender().send(of(view, nonce));
  }

  String of(AppView view, String nonce) {
    boolean failed = isHopeless(view);
    String reason =
        view.trouble()
            .map(Observation.Failed::reason)
            .orElse("whoever looks after it does not want it to be woken");
    String hopeless =
        view.name() + (view.trouble().isPresent() ? " cannot be started" : " is not to be woken");
    StringBuilder stages = new StringBuilder();
    for (WakeEvent event : view.events()) {
      stages.append(stage(event.text()));
    }
    if (view.phase() == AppPhase.UNKNOWN) {
      view.unseen().ifPresent(_ -> stages.append(stage(Words.UNSEEN)));
    }
    return theme
        .get()
        .replace("{{nonce}}", nonce)
        .replace("{{refresh}}", failed ? "" : "<meta http-equiv=\"refresh\" content=\"4\">")
        .replace("{{events}}", Html.text(prefix + "events"))
        .replace("{{state}}", failed ? "failed" : "waking")
        .replace("{{headline}}", Html.text(failed ? hopeless : view.name() + " is being woken"))
        .replace("{{failed}}", Html.text(view.name() + " cannot be started"))
        .replace("{{elapsed}}", Long.toString(view.elapsed().toSeconds()))
        .replace("{{usual}}", usual(view))
        .replace("{{stages}}", stages)
        .replace("{{reason}}", failed ? Html.text(reason) : "");
  }

  private static String stage(String text) {
    return "<li>" + Html.text(text) + "</li>";
  }

  /** A person may have it awake though visitors may not wake it. */
  private static boolean isHopeless(AppView view) {
    return switch (view.phase()) {
      case FAILED -> true;
      case UNKNOWN, RESTING, SETTLING -> view.barred();
      case WAKING, CONFIRMING, AWAKE, DRAINING -> false;
    };
  }

  private static String usual(AppView view) {
    return view.usualWake()
        .map(usual -> " Usually that takes " + Math.max(1, usual.toSeconds()) + " s.")
        .orElse("");
  }
}
