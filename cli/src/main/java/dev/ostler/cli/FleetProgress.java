package dev.ostler.cli;

import dev.ostler.fleet.Checked;
import dev.ostler.fleet.EventText;
import dev.ostler.fleet.FleetEvent;
import dev.ostler.fleet.Plan;
import dev.ostler.fleet.PlanText;
import dev.ostler.fleet.Report;
import java.util.Locale;

/** Tells people or programs what happens on the hosts, a line at a time. */
final class FleetProgress {
  private final boolean json;

  FleetProgress(boolean json) {
    this.json = json;
  }

  void plan(Plan plan) {
    if (json) {
      Console.result(PlanText.json(plan));
    } else {
      Console.message(PlanText.text(plan));
    }
  }

  /** For several threads. */
  synchronized void accept(FleetEvent event) {
    if (json) {
      Console.result(EventText.json(event));
    } else {
      EventText.lines(event).forEach(Console::message);
    }
  }

  void report(Report report) {
    for (Report.Result result : report.results()) {
      if (json) {
        Console.result(EventText.json(result));
      } else if (result.status() != Report.Status.DONE) {
        Console.message("ostler: " + text(result));
      }
    }
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
    checked
        .plan()
        .unknown()
        .forEach((host, reason) -> Console.message("ostler: " + host + ": unknown: " + reason));
    Console.message(PlanText.summary(checked.plan()));
  }
}
