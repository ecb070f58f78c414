package dev.ostler.abuse;

import dev.ostler.testing.OstlerProcess;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** One command of a fleet, from its start to its end. */
final class FleetRun implements AutoCloseable {
  /** The longest limit of a step, and then some for a machine that is busy. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final OstlerProcess process;
  private final Ledger ledger;

  private FleetRun(OstlerProcess process, Ledger ledger) {
    this.process = process;
    this.ledger = ledger;
  }

  static FleetRun begin(FleetPlace place, Ledger ledger, String verb, String... options) {
    return new FleetRun(place.begin(verb, options), ledger);
  }

  /** To what may have ended meanwhile. */
  void signal(int number) {
    if (process.isAlive()) {
      dev.ostler.testing.Kernel.kill(process.pid(), number);
    }
  }

  /** Its status, if it ends in time. */
  OptionalInt awaitEnd() throws InterruptedException {
    boolean ended = Patience.until(LONGEST, () -> !process.isAlive());
    ledger.check(Invariant.FLEET_ENDED, ended, "it still runs; it said last: " + lastWords());
    return ended ? OptionalInt.of(process.awaitExit()) : OptionalInt.empty();
  }

  String output() {
    return process.output();
  }

  String lastWords() {
    List<String> lines = process.errors().lines().toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  @Override
  public void close() {
    process.close();
  }
}
