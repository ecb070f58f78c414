package dev.ostler.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What became of apps, as SVG. What colours tell, heights tell as well, and the page says in words.
 */
final class StatusPlots {
  private static final int WIDTH = 1000;
  private static final int NAMES = 180;
  private static final int PLOT = WIDTH - NAMES - 20;
  private static final int ROW = 26;
  private static final int BAR = 18;
  private static final int AXIS = 22;
  private static final int WAKE_ROW = 56;
  private static final int WAKE_HEIGHT = 36;
  private static final int MOST_WAKES = 50;
  private static final int LONGEST_NAME = 24;
  private static final int GRID_HOURS = 4;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private StatusPlots() {}

  /** A bar for each app, from a day ago to now. */
  static String day(List<AppView> views, Instant now) {
    int height = views.size() * ROW + AXIS;
    StringBuilder svg = open(height, "What each app did in the last 24 hours");
    Instant since = now.minus(History.KEPT);
    grid(svg, since, now, height - AXIS);
    for (int i = 0; i < views.size(); i++) {
      name(svg, views.get(i), i * ROW + BAR);
      spells(svg, views.get(i).past().spells(), now, i * ROW + 4);
    }
    return svg.append("</svg>").toString();
  }

  private static StringBuilder open(int height, String title) {
    return new StringBuilder()
        .append(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, height, title));
  }

  private static void name(StringBuilder svg, AppView view, int y) {
    String name = view.name();
    String shown =
        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "\u2026" : name;
    svg.append("<text class=\"name\" x=\"0\" y=\"%d\">%s</text>".formatted(y, Html.text(shown)));
  }

  private static void grid(StringBuilder svg, Instant since, Instant now, int bottom) {
    Instant mark = since.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    for (; !mark.isAfter(now); mark = mark.plus(1, ChronoUnit.HOURS)) {
      if (mark.atZone(ZoneOffset.UTC).getHour() % GRID_HOURS == 0) {
        double x = x(mark, now);
        svg.append("<path class=\"grid\" d=\"M%s 0V%d\"/>".formatted(number(x), bottom));
        svg.append(
            "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted(number(x), bottom + 16, HOUR.format(mark)));
      }
    }
  }

  private static double x(Instant at, Instant now) {
    double share = 1 - (double) Duration.between(at, now).toMillis() / History.KEPT.toMillis();
    return NAMES + PLOT * Math.clamp(share, 0, 1);
  }

  private static void spells(StringBuilder svg, List<History.Spell> spells, Instant now, int top) {
    for (int i = 0; i < spells.size(); i++) {
      History.Spell spell = spells.get(i);
      Instant end = i + 1 < spells.size() ? spells.get(i + 1).begun() : now;
      double from = x(spell.begun(), now);
      // What is short is seen all the same.
      double width = Math.max(1, x(end, now) - from);
      svg.append(
          switch (spell.phase()) {
            case UNKNOWN -> "";
            case RESTING, SETTLING -> bar("resting", from, width, top + 7, 4);
            case WAKING, CONFIRMING -> bar("waking", from, width, top + 3, 12);
            case AWAKE, DRAINING -> bar("awake", from, width, top, BAR);
            case FAILED -> bar("resting", from, width, top + 7, 4) + mark(from, top);
          });
    }
  }

  private static String bar(String kind, double x, double width, int y, int height) {
    return "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
        .formatted(kind, number(x), y, number(width), height);
  }

  private static String mark(double x, int y) {
    return "<path class=\"failed\" d=\"M%s %dh12l-6 %dz\"/>".formatted(number(x - 6), y, BAR);
  }

  /** A bar for each wake, oldest first; those that failed have a mark instead. */
  static String wakes(List<AppView> views) {
    List<AppView> woken = views.stream().filter(view -> !view.wakes().isEmpty()).toList();
    if (woken.isEmpty()) {
      return "<p>None yet.</p>";
    }
    StringBuilder svg =
        open(woken.size() * WAKE_ROW, "How long the last wakes of each app took, oldest first");
    for (int i = 0; i < woken.size(); i++) {
      wakes(svg, woken.get(i), i * WAKE_ROW);
    }
    return svg.append("</svg>").toString();
  }

  private static void wakes(StringBuilder svg, AppView view, int top) {
    List<History.Wake> wakes = new ArrayList<>(view.wakes().reversed());
    long longest =
        Math.max(1, wakes.stream().mapToLong(wake -> wake.took().toMillis()).max().orElse(1));
    int bottom = top + WAKE_HEIGHT + 8;
    name(svg, view, top + 22);
    svg.append(
        "<text x=\"0\" y=\"%d\">up to %s</text>"
            .formatted(top + 38, StatusPage.seconds(Duration.ofMillis(longest))));
    svg.append("<path class=\"grid\" d=\"M%d %dH%d\"/>".formatted(NAMES, bottom, NAMES + PLOT));
    double step = (double) PLOT / MOST_WAKES;
    for (int i = 0; i < wakes.size(); i++) {
      History.Wake wake = wakes.get(i);
      double x = NAMES + i * step;
      int height = (int) Math.max(2, WAKE_HEIGHT * wake.took().toMillis() / longest);
      svg.append(
          wake.failure().isPresent()
              ? mark(x + 6, bottom - BAR)
              : bar("waking", x, step - 4, bottom - height, height));
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
