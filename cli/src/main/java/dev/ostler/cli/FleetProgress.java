package dev.ostler.cli;

import dev.ostler.fleet.Checked;
import dev.ostler.fleet.EventText;
import dev.ostler.fleet.FleetEvent;
import dev.ostler.fleet.Plan;
import dev.ostler.fleet.PlanText;
import dev.ostler.fleet.Report;
import dev.ostler.fleet.Stream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells people or programs what happens on the hosts: a line at a time, or on a terminal, lines
 * that are drawn anew.
 */
final class FleetProgress implements AutoCloseable {
  private final boolean json;
  private @Nullable FleetScreen screen;
  private @Nullable LiveLines live;

  FleetProgress(boolean json) {
    this.json = json;
  }

  void plan(Plan plan) {
    if (json) {
      Console.result(PlanText.json(plan, Main.version()));
    } else {
      Console.note(PlanText.text(plan));
    }
  }

  /** Begins to draw, if there is a terminal to draw on. */
  void begin(Plan plan) {
    if (json || !plan.hasChanges() || !Console.canRedraw()) {
      return;
    }
    int all = (int) plan.items().stream().filter(Plan.Item::isChange).count();
    FleetScreen.Look look =
        new FleetScreen.Look(Console.hasColoredMessages(), "linux".equals(System.getenv("TERM")));
    FleetScreen begun = new FleetScreen(look, all, System.nanoTime());
    Console.message("");
    screen = begun;
    live = new LiveLines((width, height) -> drawn(begun, width, height));
  }

  private synchronized List<String> drawn(FleetScreen of, int width, int height) {
    return of.lines(System.nanoTime(), width, height);
  }

  /** For several threads. */
  void accept(FleetEvent event) {
    LiveLines lines = live;
    if (json) {
      Console.result(EventText.json(event, Instant.now()));
    } else if (lines == null) {
      // One event after the other: some have several lines.
      synchronized (this) {
        EventText.lines(event).forEach(isTrouble(event) ? Console::message : Console::note);
      }
    } else {
      taken(event).forEach(lines::print);
    }
  }

  private static boolean isTrouble(FleetEvent event) {
    return event instanceof FleetEvent.Failed || event instanceof FleetEvent.LeftOver;
  }

  private synchronized List<String> taken(FleetEvent event) {
    FleetScreen of = screen;
    return of == null ? List.of() : of.accept(event, System.nanoTime());
  }

  /** Ends drawing. */
  @Override
  public void close() {
    LiveLines lines = live;
    if (lines != null) {
      lines.close();
      live = null;
      Console.message(ended());
    }
  }

  private synchronized String ended() {
    FleetScreen of = screen;
    return of == null ? "" : of.end(System.nanoTime());
  }

  void report(Report report) {
    for (Report.Result result : report.results()) {
      if (json) {
        Console.result(EventText.json(result));
      } else if (result.status() != Report.Status.DONE) {
        Console.message("ostler: " + text(result));
      }
    }
    for (Report.OfFile file : report.files()) {
      if (json) {
        Console.result(EventText.json(file));
      } else if (file.status() != Report.Status.DONE) {
        Console.message("ostler: " + text(file));
      }
    }
  }

  private static String text(Report.OfFile file) {
    return file.path() + " on " + file.host() + " " + word(file.status()) + ": " + file.reason();
  }

  private static String text(Report.Result result) {
    String what = word(result.status());
    return result.workload() + " on " + result.host() + " " + what + ": " + result.reason();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  void status(Checked checked) {
    if (json) {
      checked.containers().forEach(seen -> Console.result(EventText.json(seen)));
      unknown(checked.plan().unknown());
      return;
    }
    TextTable table = new TextTable("HOST", "CONTAINER", "NAME", "GENERATION", "STATE", "IMAGE");
    for (Checked.Seen seen : checked.containers()) {
      table.row(
          TextTable.Cell.of(seen.host()),
          TextTable.Cell.of(seen.workload()),
          TextTable.Cell.of(seen.name()),
          TextTable.Cell.of(Long.toString(seen.generation())),
          TextTable.Cell.of(word(seen.state())),
          TextTable.Cell.of(seen.image()));
    }
    Console.result(table.text(false));
    unknown(checked.plan().unknown());
    Console.note(PlanText.summary(checked.plan()));
  }

  /** Tells of hosts that do not answer. */
  void unknown(Map<String, String> hosts) {
    hosts.forEach((host, reason) -> {
      if (json) {
        Console.result(EventText.json(new Stream.Broken(host, reason)));
      } else {
        Console.message("ostler: " + host + ": unknown: " + reason);
      }
    });
  }
}
