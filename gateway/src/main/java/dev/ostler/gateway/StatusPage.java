package dev.ostler.gateway;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What rests, what runs, who woke it and how long that took, for people. Times are in UTC. */
final class StatusPage {
  private static final String TEMPLATE = read();
  private static final int LAST = 30;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private StatusPage() {}

  private static String read() {
    try (InputStream in = StatusPage.class.getResourceAsStream("status.html")) {
      if (in == null) {
        throw new AssertionError("internal error: the page is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void send(HttpServerExchange exchange, List<AppView> views, Instant now) {
    String nonce = Html.nonce();
    Html.head(exchange, "", nonce);
    exchange.getResponseSender().send(of(views, now, nonce));
  }

  static String of(List<AppView> views, Instant now, String nonce) {
    StringBuilder apps = new StringBuilder();
    views.forEach(view -> apps.append(row(view)));
    return TEMPLATE
        .replace("{{nonce}}", nonce)
        .replace("{{summary}}", summary(views))
        .replace("{{now}}", time(now) + " UTC")
        .replace("{{apps}}", apps)
        .replace("{{day}}", StatusPlots.day(views, now))
        .replace("{{wakes}}", StatusPlots.wakes(views))
        .replace("{{last}}", last(views));
  }

  private static String summary(List<AppView> views) {
    long resting = views.stream().filter(view -> view.phase() == AppPhase.RESTING).count();
    Duration saved = views.stream().map(AppView::rested).reduce(Duration.ZERO, Duration::plus);
    return "%d of %d %s, %s saved"
        .formatted(resting, views.size(), resting == 1 ? "rests" : "rest", hours(saved));
  }

  private static String row(AppView view) {
    boolean failed = view.phase() == AppPhase.FAILED;
    String note =
        failed
            ? view.trouble().map(why -> why.inFull().reason()).orElse("")
            : view.unseen().map(Words::unseen).orElse("");
    return """
    <tr><th scope="row">%s</th><td>%s%s</td><td class="number">%d</td><td>%s</td>\
    <td class="number">%s</td><td class="number">%s</td></tr>
    """
        .formatted(
            Html.text(view.name()),
            failed ? "<span class=\"failed\">failed</span>" : now(view),
            note.isEmpty() ? "" : "<br><span class=\"note\">" + Html.text(note) + "</span>",
            view.users(),
            view.wakes().stream().findFirst().map(StatusPage::lastWake).orElse("not yet"),
            view.usualWake().map(StatusPage::seconds).orElse(""),
            hours(view.rested()));
  }

  private static String now(AppView view) {
    String phase =
        switch (view.phase()) {
          case UNKNOWN -> "unknown";
          case RESTING -> view.barred() ? "rests; visitors may not wake it" : "rests";
          case WAKING, CONFIRMING -> "being woken: " + view.stage();
          case AWAKE -> "awake";
          case DRAINING, SETTLING -> "going to rest";
          case FAILED -> "failed";
        };
    return Html.text(phase);
  }

  private static String lastWake(History.Wake wake) {
    return time(wake.begun()) + ", " + who(wake.by());
  }

  private static String who(History.By by) {
    return switch (by) {
      case VISITOR -> "by a visitor";
      case PERSON -> "by a person";
      case SCHEDULE -> "by its schedule";
      case OTHERS -> "beside the gateway";
    };
  }

  /** A wake and whose it was. */
  private record Woken(String app, History.Wake wake) {}

  private static String last(List<AppView> views) {
    StringBuilder rows = new StringBuilder();
    views.stream()
        .flatMap(view -> view.wakes().stream().map(wake -> new Woken(view.name(), wake)))
        .sorted(Comparator.comparing((Woken woken) -> woken.wake().begun()).reversed())
        .limit(LAST)
        .forEach(woken -> rows.append(row(woken)));
    return rows.isEmpty() ? "<tr><td colspan=\"5\">None yet.</td></tr>\n" : rows.toString();
  }

  private static String row(Woken woken) {
    History.Wake wake = woken.wake();
    return """
    <tr><td>%s</td><th scope="row">%s</th><td>%s</td><td class="number">%s</td><td>%s</td></tr>
    """
        .formatted(
            time(wake.begun()),
            Html.text(woken.app()),
            who(wake.by()),
            seconds(wake.took()),
            wake.failure()
                .map(why -> "<span class=\"failed\">failed: " + Html.text(why) + "</span>")
                .orElse("well"));
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private static String hours(Duration time) {
    return "%d:%02d h".formatted(time.toHours(), time.toMinutesPart());
  }
}
