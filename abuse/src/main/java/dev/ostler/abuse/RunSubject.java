package dev.ostler.abuse;

import dev.ostler.control.ControlException;
import dev.ostler.control.LogLine;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code ostler run FILE}: its processes, its configuration, its sockets and its surroundings. */
final class RunSubject implements Subject {
  /** The longest of its processes has one second; the rest is for a machine that is busy. */
  private static final Duration GRACE = Duration.ofSeconds(11);

  private static final int ENOUGH_FILES = 128;
  private static final long ENOUGH_MEMORY = 160 << 20;
  private static final int LINES = 200;

  /** A life with one of these begins so. */
  private static final Set<Fault> WORLDS =
      EnumSet.of(
          Fault.FEW_FILES,
          Fault.FEW_WATCHES,
          Fault.LITTLE_MEMORY,
          Fault.OTHER_CLOCK,
          Fault.WALL_CLOCK);

  private final Options options;
  private final Ledger ledger;
  private final RunPlace place = new RunPlace();
  private final TornReader reader;
  private final Optional<MemoryGroup> little = MemoryGroup.make(ENOUGH_MEMORY);
  private @Nullable RunLife life;

  private RunSubject(Options options, Ledger ledger) throws IOException {
    this.options = options;
    this.ledger = ledger;
    this.reader = TornReader.start(place.target(), ledger);
    tellWhatLacks();
  }

  static RunSubject start(Options options, Ledger ledger) throws IOException, NotHereException {
    if (!RealPart.ROOT.isThere() || !RealPart.UNSHARE.isThere()) {
      throw new NotHereException(
          "its processes live in namespaces: run it as root, with util-linux");
    }
    return new RunSubject(options, ledger);
  }

  private void tellWhatLacks() {
    if (!place.hasOwnDisk()) {
      ledger.lacks(Fault.FULL_DISK, "no file system may be mounted here: run it as root");
    }
    if (little.isEmpty()) {
      ledger.lacks(
          Fault.LITTLE_MEMORY, "no control group for memory may be made below /sys/fs/cgroup");
    }
    if (World.faketime().isEmpty()) {
      ledger.lacks(Fault.WALL_CLOCK, "apt-get install libfaketime");
    }
  }

  private boolean isHere(Fault fault) {
    return options.wants(fault) && ledger.remedy(fault).isEmpty();
  }

  @Override
  public void round(long number, RandomGenerator random) throws Exception {
    // Drawn from apart: whether a life begins here depends on how the one before has ended.
    RandomGenerator forLife = new SplittableRandom(random.nextLong());
    RunLife current = life == null ? begin(number, forLife) : life;
    RunFaults faults = new RunFaults(place, current, random);
    Deck deck = new Deck(possible(current), number, random);
    int count = deck.isEmpty() ? 0 : 2 + random.nextInt(6);
    for (int i = 0; i < count && current.isAlive(); i++) {
      Fault fault = deck.draw();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
      if (random.nextInt(3) == 0) {
        place.offer();
      }
      ledger.did(fault);
      faults.commit(fault);
    }
    finish(random, current, faults);
  }

  private RunLife begin(long number, RandomGenerator random) throws Exception {
    World world = world(number, random);
    place.offer();
    RunLife begun = RunLife.begin(world, place, ledger);
    life = begun;
    assertConverged(begun);
    return begun;
  }

  /** Every other life is a usual one. */
  private World world(long number, RandomGenerator random) throws IOException {
    Deck lacks = new Deck(WORLDS.stream().filter(this::isHere).toList(), number, random);
    if (lacks.isEmpty() || random.nextBoolean()) {
      return World.usual();
    }
    return switch (lacks.draw()) {
      case FEW_FILES -> World.fewFiles(ENOUGH_FILES + random.nextInt(64));
      case FEW_WATCHES -> World.fewWatches(random);
      case LITTLE_MEMORY -> World.littleMemory(little.orElseThrow());
      case WALL_CLOCK -> World.wallClock(place.path("clock"));
      default -> World.otherClock(random);
    };
  }

  private List<Fault> possible(RunLife current) {
    boolean isFaked = current.world().lack().equals(Optional.of(Fault.WALL_CLOCK));
    return Fault.of(Level.RUN).stream()
        .filter(this::isHere)
        .filter(fault -> fault != Fault.KILL_SUPERVISOR)
        .filter(fault -> !WORLDS.contains(fault) || (fault == Fault.WALL_CLOCK && isFaked))
        .toList();
  }

  /** Killed, stopped, or left in peace until it has come to rest. */
  private void finish(RandomGenerator random, RunLife current, RunFaults faults) throws Exception {
    int draw = random.nextInt(12);
    int pause = random.nextInt(300);
    if (!current.survived()) {
      end();
    } else if (draw < 2 && isHere(Fault.KILL_SUPERVISOR)) {
      place.offer();
      TimeUnit.MILLISECONDS.sleep(pause);
      ledger.did(Fault.KILL_SUPERVISOR);
      current.kill();
      end();
    } else if (draw < 4) {
      current.stop(GRACE);
      end();
    } else {
      faults.undo();
      assertWorking(current); // what is offered next would hide it
      place.offer();
      if (assertConverged(current)) {
        assertLinesKept();
        current.assertSteady();
      }
    }
    assertNoOverlap();
  }

  private void end() {
    if (life != null) {
      life.close();
      life = null;
    }
  }

  private void assertWorking(RunLife current) throws InterruptedException {
    boolean working = Patience.until(Patience.LONG, () -> place.isWorking() || !current.isAlive());
    ledger.check(
        Invariant.WORKING, working, place.told() + "; it said last: " + current.lastWords());
  }

  private boolean assertConverged(RunLife current) throws InterruptedException {
    boolean converged =
        Patience.until(Patience.LONG, () -> place.isConverged() || !current.isAlive());
    if (!current.survived()) {
      end();
      return false;
    }
    ledger.check(
        Invariant.CONVERGED,
        converged,
        place.told()
            + "; in a world of "
            + current.world()
            + "; it said last: "
            + current.lastWords());
    ledger.check(
        Invariant.TIDY,
        Patience.until(Patience.LONG, () -> place.left().isEmpty()),
        "left: " + place.left());
    Path escaped = Path.of("/tmp/ostler-abuse-escaped");
    ledger.check(
        Invariant.CONFINED,
        !Files.exists(escaped) && !Files.exists(place.path("small/ostler-abuse-escaped")),
        "an archive has written " + escaped + " or the like");
    if (!converged) {
      end();
    }
    return converged;
  }

  private void assertNoOverlap() throws IOException {
    String overlaps = place.read("overlaps");
    ledger.check(Invariant.ONE_INSTANCE, overlaps.isEmpty(), "ran twice: " + overlaps);
    Files.deleteIfExists(place.path("overlaps"));
  }

  /** Within one life of the process, line follows upon line. */
  private void assertLinesKept() throws ControlException {
    List<String> gaps = new ArrayList<>();
    String[] last = {"", "0"};
    for (LogLine line : place.client().logs(List.of("teller"), LINES)) {
      String[] next = line.text().split(" ", -1);
      if (next[0].equals(last[0]) && Long.parseLong(next[1]) != Long.parseLong(last[1]) + 1) {
        gaps.add(String.join(" ", last) + " then " + line.text());
      }
      last = next;
    }
    ledger.check(Invariant.LINES_KEPT, gaps.isEmpty(), gaps.toString());
  }

  @Override
  public void close() {
    reader.close();
    end();
    little.ifPresent(MemoryGroup::close);
    place.close();
  }
}
