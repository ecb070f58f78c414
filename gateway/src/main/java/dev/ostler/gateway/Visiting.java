package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.List;
import java.util.Locale;

/** What kind of visitor a request comes from. */
enum Visiting {
  /** A browser on its way to a page, which can be shown another meanwhile. */
  NAVIGATION,
  /** Whoever wants an answer. */
  USE,
  /** A look that nobody waits for: a probe, a crawler, a preview. It neither wakes nor counts. */
  LOOK;

  /** What of a request decides whether it is a navigation. */
  static final String VARY = "Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With";

  private static final HttpString SEC_FETCH_MODE = new HttpString("Sec-Fetch-Mode");
  private static final HttpString SEC_FETCH_DEST = new HttpString("Sec-Fetch-Dest");
  private static final HttpString REQUESTED_WITH = new HttpString("X-Requested-With");
  private static final HttpString SEC_PURPOSE = new HttpString("Sec-Purpose");
  private static final HttpString PURPOSE = new HttpString("Purpose");

  /** As browsers of old say it. */
  private static final HttpString X_MOZ = new HttpString("X-Moz");

  /** Parts of the names that probes, crawlers and previews give themselves, in lower case. */
  private static final List<String> LOOKERS =
      List.of(
          "kube-probe",
          "elb-healthchecker",
          "googlehc",
          "health-check",
          "healthcheck",
          "health check",
          "uptimechecks",
          "uptimerobot",
          "uptime-kuma",
          "check_http",
          "pingdom",
          "statuscake",
          "better uptime bot",
          "site24x7",
          "prometheus",
          "blackbox",
          "googlebot",
          "bingbot",
          "yandexbot",
          "duckduckbot",
          "baiduspider",
          "applebot",
          "ahrefsbot",
          "semrushbot",
          "gptbot",
          "oai-searchbot",
          "claudebot",
          "claude-searchbot",
          "perplexitybot",
          "slackbot",
          "slack-imgproxy",
          "twitterbot",
          "facebookexternalhit",
          "linkedinbot",
          "discordbot",
          "telegrambot",
          "whatsapp",
          "skypeuripreview",
          "mastodon/",
          "synapse (bot");

  static Visiting of(HttpServerExchange exchange, AppSettings settings) {
    HeaderMap headers = exchange.getRequestHeaders();
    if (settings.ignored().covers(exchange) || isLook(exchange, headers)) {
      return LOOK;
    }
    boolean html = exchange.getRequestMethod().equals(Methods.GET) && acceptsHtml(headers);
    return switch (settings.visitors()) {
      case HOLD -> USE;
      case PAGE -> html ? NAVIGATION : USE;
      case AUTO -> html && mayNavigate(headers) ? NAVIGATION : USE;
    };
  }

  private static boolean isLook(HttpServerExchange exchange, HeaderMap headers) {
    if (exchange.getRequestMethod().equals(Methods.HEAD)
        || isPrefetch(headers, SEC_PURPOSE)
        || isPrefetch(headers, PURPOSE)
        || isPrefetch(headers, X_MOZ)) {
      return true;
    }
    String agent = headers.getFirst(Headers.USER_AGENT);
    if (agent == null) {
      return false;
    }
    String lower = agent.toLowerCase(Locale.ROOT);
    for (String looker : LOOKERS) {
      if (lower.contains(looker)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrefetch(HeaderMap headers, HttpString name) {
    String purpose = headers.getFirst(name);
    return purpose != null && purpose.toLowerCase(Locale.ROOT).contains("prefetch");
  }

  private static boolean acceptsHtml(HeaderMap headers) {
    String accept = headers.getFirst(Headers.ACCEPT);
    return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
  }

  /** Browsers say more of themselves to secure sites only; scripts have long done so by habit. */
  private static boolean mayNavigate(HeaderMap headers) {
    String mode = headers.getFirst(SEC_FETCH_MODE);
    String destination = headers.getFirst(SEC_FETCH_DEST);
    return (mode == null || mode.equals("navigate"))
        // A part of another page would not be shown: the page may not be framed.
        && (destination == null || destination.equals("document"))
        && !headers.contains(REQUESTED_WITH)
        && !headers.contains(Headers.UPGRADE);
  }
}
