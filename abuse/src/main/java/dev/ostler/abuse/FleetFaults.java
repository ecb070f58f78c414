package dev.ostler.abuse;

import dev.ostler.testing.RemoteHost;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Harm to a fleet's commands and to its hosts. Whatever was broken is whole again afterwards. */
final class FleetFaults {
  private static final int INT = 2;
  private static final int KILL = 9;
  private static final int STOP = 19;
  private static final int CONT = 18;
  private static final int WRONG_FILE = 65;
  private static final int UNREACHABLE = 69;

  /** About as long as a change takes here. */
  private static final int LONGEST_MILLIS = 3_500;

  private final FleetPlace place;
  private final Ledger ledger;
  private final RandomGenerator random;

  FleetFaults(FleetPlace place, Ledger ledger, RandomGenerator random) {
    this.place = place;
    this.ledger = ledger;
    this.random = random;
  }

  /** Begins to bring about what the file says, and keeps it from it. */
  void commit(Fault fault) throws IOException, InterruptedException {
    RemoteHost host = place.hosts().get(random.nextInt(place.hosts().size()));
    int millis = 200 + random.nextInt(LONGEST_MILLIS);
    int more = random.nextInt(2_000);
    switch (fault) {
      case KILL_APPLY -> during(millis, apply -> apply.signal(KILL));
      case INTERRUPT_APPLY -> during(millis, apply -> apply.signal(INT));
      case FREEZE_APPLY -> during(millis, apply -> freeze(apply, more));
      case TWO_APPLIES -> during(millis / 4, _ -> during(0, _ -> {}));
      case KILL_SSHD -> during(millis, _ -> host.ssh().dropLogins());
      case KILL_ENGINE -> during(millis, _ -> restart(host, more));
      case KILL_CONTAINER -> during(millis, _ -> killContainer(host));
      case CUT_HOST -> cut(host, millis, more);
      case FULL_HOST -> fill(host);
      case LOST_STATE -> loseState();
      case DAMAGED_STATE -> damageState();
      case HOSTILE_FLEET_FILE -> hostileFile();
      case BAD_VERSION -> badVersion();
      default -> throw new AssertionError("internal error: no harm to a fleet: " + fault);
    }
  }

  @FunctionalInterface
  private interface Harm {
    void commit(FleetRun apply) throws IOException, InterruptedException;
  }

  /** In the middle, unless it is over by then. */
  private void during(int millis, Harm harm) throws IOException, InterruptedException {
    try (FleetRun apply = FleetRun.begin(place, ledger, "apply", "--yes")) {
      TimeUnit.MILLISECONDS.sleep(millis);
      harm.commit(apply);
      OptionalInt _ = apply.awaitEnd();
    }
  }

  private static void freeze(FleetRun apply, int millis) throws InterruptedException {
    apply.signal(STOP);
    TimeUnit.MILLISECONDS.sleep(millis);
    apply.signal(CONT);
  }

  private static void restart(RemoteHost host, int millis) throws InterruptedException {
    host.stopEngine();
    TimeUnit.MILLISECONDS.sleep(millis);
    host.startEngine();
  }

  private static void killContainer(RemoteHost host) {
    try {
      host.docker("kill", "--signal", "KILL", "web");
    } catch (AssertionError notThereNow) {
      // It is being replaced.
    }
  }

  private void cut(RemoteHost host, int millis, int more) throws IOException, InterruptedException {
    if (random.nextBoolean()) {
      during(
          millis,
          _ -> {
            host.disconnect();
            TimeUnit.MILLISECONDS.sleep(more);
            host.reconnect();
          });
      return;
    }
    List<List<String>> before = place.hosts().stream().map(FleetPlace::containers).toList();
    host.disconnect();
    try (FleetRun apply = FleetRun.begin(place, ledger, "apply", "--yes")) {
      OptionalInt status = apply.awaitEnd();
      List<List<String>> after = place.hosts().stream().map(FleetPlace::containers).toList();
      ledger.check(
          Invariant.UNKNOWN_NOT_GONE,
          status.equals(OptionalInt.of(UNREACHABLE)) && after.equals(before),
          status + "; from " + before + " to " + after + "; it said last: " + apply.lastWords());
    } finally {
      host.reconnect();
    }
  }

  private void fill(RemoteHost host) throws IOException, InterruptedException {
    host.fillDisk();
    try {
      during(0, _ -> {});
    } finally {
      host.emptyDisk();
    }
  }

  private void loseState() throws IOException, InterruptedException {
    Files.deleteIfExists(place.path("fleet.yaml.state"));
    if (random.nextBoolean()) {
      Files.deleteIfExists(place.path("fleet.yaml.state.key"));
      Files.deleteIfExists(place.path("fleet.yaml.state.backup"));
    }
    during(0, _ -> {});
  }

  /** It must be told what to do, and that must help. */
  private void damageState() throws IOException, InterruptedException {
    Files.write(place.path("fleet.yaml.state"), Hostile.noise(random, 500));
    try (FleetRun apply = FleetRun.begin(place, ledger, "apply", "--yes")) {
      OptionalInt status = apply.awaitEnd();
      boolean told = apply.lastWords().contains("fleet.yaml.state.backup, or delete it");
      ledger.check(
          Invariant.TOLD,
          status.orElse(0) != 0 && told,
          "a damaged state file: " + status + " " + apply.lastWords());
    }
    Files.delete(place.path("fleet.yaml.state"));
  }

  private void hostileFile() throws IOException, InterruptedException {
    String good = place.good();
    place.writeFile(Hostile.yaml(random, good));
    try (FleetRun apply = FleetRun.begin(place, ledger, "apply", "--yes")) {
      OptionalInt status = apply.awaitEnd();
      ledger.check(
          Invariant.TOLD,
          status.equals(OptionalInt.of(WRONG_FILE)) && apply.lastWords().contains("fleet.yaml:"),
          "a file that is wrong: " + status + " " + apply.lastWords());
    } finally {
      place.writeFile(good);
    }
  }

  /** It fails, and what was before is back. */
  private void badVersion() throws IOException, InterruptedException {
    place.change(true, true, false);
    during(0, _ -> {});
    place.change(true, true, true);
  }
}
