package dev.ostler.abuse;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One life of {@code ostler run FILE}, from its start to its end; it is PID 1 of a namespace. */
final class RunLife implements AutoCloseable {
  /** Classes are loaded and pools filled by then. */
  private static final int ROUNDS_UNTIL_STEADY = 2;

  private static final int MORE_FILES = 4;
  private static final int MORE_THREADS = 3;
  private static final long MORE_KILOBYTES = 48 * 1024;

  private final World world;
  private final OstlerProcess ostler;
  private final Ledger ledger;
  private int rounds;
  private Optional<Steadiness> before = Optional.empty();

  private RunLife(World world, OstlerProcess ostler, Ledger ledger) {
    this.world = world;
    this.ostler = ostler;
    this.ledger = ledger;
  }

  static RunLife begin(World world, RunPlace place, Ledger ledger) {
    OstlerCommand command =
        OstlerCommand.of("run", place.path("run.yaml").toString()).in(place.folder());
    world.lack().ifPresent(ledger::did);
    return new RunLife(world, world.around(command).asPidOne().start(), ledger);
  }

  World world() {
    return world;
  }

  long pid() {
    return ostler.pid();
  }

  void signal(int number) {
    ostler.signal(number);
  }

  /** The processes that it has started, as numbered here. */
  List<Long> processes() {
    return List.copyOf(ostler.descendants());
  }

  boolean isAlive() {
    return ostler.isAlive();
  }

  /** Whether it has survived what was done to it. */
  boolean survived() {
    boolean alive = ostler.isAlive();
    ledger.check(
        Invariant.SAME_SUPERVISOR,
        alive,
        "it ended in a world of " + world + "; it said last: " + lastWords());
    return alive;
  }

  String lastWords() {
    List<String> lines = ostler.errors().lines().toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Compares what it holds, left in peace, with what it held when it was young. */
  void assertSteady() throws InterruptedException {
    ledger.check(
        Invariant.NO_ZOMBIE,
        Patience.until(Patience.LONG, () -> ProcFs.zombies(pid()) == 0),
        ProcFs.zombies(pid()) + " zombies stay");
    rounds++;
    if (rounds == ROUNDS_UNTIL_STEADY) {
      before = Optional.of(Steadiness.of(pid()));
    } else if (before.isPresent()) {
      compare(before.get());
    }
  }

  private void compare(Steadiness young) throws InterruptedException {
    ledger.check(
        Invariant.FLAT_FILES,
        Patience.until(
            Patience.LONG, () -> Steadiness.of(pid()).files() <= young.files() + MORE_FILES),
        "from " + young + " to " + ProcFs.descriptors(pid()));
    ledger.check(
        Invariant.FLAT_THREADS,
        Patience.until(
            Patience.LONG, () -> Steadiness.of(pid()).threads() <= young.threads() + MORE_THREADS),
        "from " + young + " to " + ProcFs.threads(pid()));
    Steadiness now = Steadiness.of(pid());
    ledger.check(
        Invariant.FLAT_MEMORY,
        now.memory() <= young.memory() + MORE_KILOBYTES,
        "from " + young + " to " + now + " in " + rounds + " rounds");
  }

  /** Kills it, and looks what it leaves. */
  void kill() throws InterruptedException {
    signal(9);
    awaitEnd(Patience.LONG);
  }

  /** Stops it as container engines do, and looks how long that takes and what it leaves. */
  void stop(Duration grace) throws InterruptedException {
    long start = System.nanoTime();
    signal(15);
    boolean ended = awaitEnd(Patience.LONG);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    ledger.check(
        Invariant.STOPPED_IN_TIME,
        ended && millis <= grace.toMillis(),
        "it took " + millis + " ms; it said last: " + lastWords());
  }

  private boolean awaitEnd(Duration longest) throws InterruptedException {
    boolean ended = Patience.until(longest, () -> !ostler.isAlive());
    ledger.check(
        Invariant.NOTHING_LEFT,
        ended && Patience.until(longest, () -> ostler.descendants().isEmpty()),
        "left: " + ostler.descendants());
    return ended;
  }

  @Override
  public void close() {
    ostler.close();
  }
}
