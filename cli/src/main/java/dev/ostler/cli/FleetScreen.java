package dev.ostler.cli;

import dev.ostler.fleet.FleetEvent;
import dev.ostler.fleet.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/*
 * What has ended is printed once and stays; below it, what goes on has a line each, drawn anew. So
 * the scrollback of a terminal has the whole run, and a hundred hosts fit on a small one.
 */
/** What people see while hosts are changed. It draws nothing and reads no clock. */
final class FleetScreen {
  private static final String BRAILLE = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final String ASCII = "|/-\\";
  private static final int BAR = 20;
  private static final long FRAME = Duration.ofMillis(100).toNanos();

  private final Look look;
  private final int all;
  private final long begun;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private int widest;
  private int ended;
  private int failed;

  /**
   * How it is drawn.
   *
   * @param colors whether there are colours
   * @param plain whether there are only characters that every terminal has
   */
  record Look(boolean colors, boolean plain) {
    private String paint(TextTable.Color color, String text) {
      return colors ? color.paint(text) : text;
    }

    private String frame(long nanos) {
      String frames = plain ? ASCII : BRAILLE;
      int at = (int) (nanos / FRAME % frames.length());
      return frames.substring(at, at + 1);
    }
  }

  /** Something that goes on. */
  private record Row(String where, String what, long since) {}

  /**
   * An empty screen.
   *
   * @param all how many containers are to change
   * @param now the time
   */
  FleetScreen(Look look, int all, long now) {
    this.look = look;
    this.all = all;
    begun = now;
  }

  /** Takes notice; returns lines that stay. */
  List<String> accept(FleetEvent event, long now) {
    String where = event.host() + "  " + event.workload();
    widest = Math.max(widest, where.length());
    return switch (event) {
      case FleetEvent.Begun(_, _, Step step) -> {
        boolean isSeen =
            !(step instanceof Step.RememberUnproven) && !(step instanceof Step.RememberUntold);
        Row row = rows.get(where);
        String before = row == null ? "" : row.what();
        put(where, isSeen ? step.text() : before, now);
        yield List.of();
      }
      case FleetEvent.Finished _ -> List.of();
      case FleetEvent.Pulling(_, _, int percent) -> {
        put(where, "fetch the image: " + percent + "%", now);
        yield List.of();
      }
      case FleetEvent.Done _ -> {
        ended++;
        yield List.of(
            stays(
                TextTable.Color.GREEN,
                look.plain() ? "ok" : "✔",
                where,
                "done in " + took(where, now)));
      }
      case FleetEvent.FilesRemoved removed ->
          List.of(
              stays(
                  TextTable.Color.GREEN,
                  look.plain() ? "ok" : "✔",
                  where,
                  "removed " + String.join(", ", removed.paths())));
      case FleetEvent.ImageRemoved removed ->
          List.of(
              stays(
                  TextTable.Color.GREEN,
                  look.plain() ? "ok" : "✔",
                  where,
                  "removed image " + removed.image()));
      case FleetEvent.RolledBack(_, _, long generation, boolean running) ->
          List.of(
              stays(
                  TextTable.Color.YELLOW,
                  look.plain() ? "<-" : "↩",
                  where,
                  "the container before is back"
                      + (running ? "" : ", stopped as it was")
                      + " (generation "
                      + generation
                      + ")"));
      case FleetEvent.LeftOver(_, _, String reason) ->
          List.of(stays(TextTable.Color.YELLOW, "-", where, "left over: " + reason));
      case FleetEvent.Skipped(_, _, String reason) -> {
        ended++;
        yield List.of(stays(TextTable.Color.YELLOW, "-", where, "not begun: " + reason));
      }
      case FleetEvent.Failed(_, _, String reason, List<String> lastLines) -> {
        failed++;
        ended++;
        List<String> lines = new ArrayList<>();
        lines.add(stays(TextTable.Color.RED, look.plain() ? "!!" : "✘", where, reason));
        lastLines.forEach(last -> lines.add("    | " + last));
        yield lines;
      }
    };
  }

  private void put(String where, String what, long now) {
    Row row = rows.get(where);
    rows.put(where, new Row(where, what, row == null ? now : row.since()));
  }

  private String took(String where, long now) {
    Row row = rows.get(where);
    return seconds(row == null ? 0 : now - row.since());
  }

  private String stays(TextTable.Color color, String sign, String where, String what) {
    rows.remove(where);
    return look.paint(color, sign) + " " + padded(where) + "  " + what;
  }

  private String padded(String where) {
    return where + " ".repeat(widest - where.length());
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  /** What goes on, in at most so many lines of at most so many characters. */
  List<String> lines(long now, int width, int height) {
    List<String> lines = new ArrayList<>();
    int room = Math.max(0, height - 2);
    for (Row row : rows.values()) {
      if (lines.size() == room) {
        break;
      }
      String text = padded(row.where()) + "  " + row.what();
      String time = seconds(now - row.since());
      String shown = cut(text, width - 4 - time.length());
      lines.add(look.paint(TextTable.Color.YELLOW, look.frame(now)) + " " + shown + "  " + time);
    }
    lines.add(cut(summary(now), width));
    return lines;
  }

  /** What stays when all has ended. */
  String end(long now) {
    String failures = failed == 0 ? "" : ", " + failed + " failed";
    return ended + " of " + all + " ended in " + seconds(now - begun) + failures;
  }

  private String summary(long now) {
    int filled = all == 0 ? BAR : Math.min(BAR, BAR * ended / all);
    String bar =
        look.plain()
            ? "#".repeat(filled) + ".".repeat(BAR - filled)
            : "█".repeat(filled) + "░".repeat(BAR - filled);
    int hidden = rows.size();
    return bar
        + " "
        + ended
        + " of "
        + all
        + (failed > 0 ? ", " + failed + " failed" : "")
        + (hidden > 0 ? ", " + hidden + " at work" : "")
        + ", "
        + seconds(now - begun);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width));
  }
}
