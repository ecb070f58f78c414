package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ConfigurationStatus.State;
import dev.ostler.control.ControlException;
import dev.ostler.control.Reloaded;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/*
 * The figures to compare with are taken when a quarter of the rounds is over: classes are loaded
 * and most methods compiled by then, and the heap has grown to what it needs. Few rounds are not enough for
 * that: then only descriptors and zombies are counted.
 */
/**
 * Many restarts and many updates leave nothing behind; {@code -Dostler.rounds=10000} for many more,
 * {@code -Dostler.soak=60} for minutes of everything at once.
 */
class LongRunIT {
  private static final int ROUNDS = Integer.getInteger("ostler.rounds", 100);
  private static final int SOAK_MINUTES = Integer.getInteger("ostler.soak", 0);
  private static final int ENOUGH_FOR_MEMORY = 2_000;
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private static final String FILE =
      """
      processes:
        app:
          command:
            - sh
            - -c
            - |
              exec 9>FOLDER/lock
              flock -n 9 || echo overlap >>FOLDER/overlaps
              trap : HUP
              while :; do sleep 1000 9>&- & wait; done
          output: prefix
        ending:
          command: ["true"]
          restart: {when: always, first: 0s, limit: 0s, jitter: 0}
      configuration:
        site:
          file: FOLDER/site.in
          target: FOLDER/site.out
          sync: false
          check: [test, -s, "{staged}"]
          then: {signal: {app: HUP}}
      """;

  /** In a file of which the soak changes something. */
  private static final String MORE =
      """
        guestNUMBER:
          command: [sh, -c, "seq 1 300; sleep 1000"]
          output: prefix
          restart: {first: 100ms}
      """;

  @TempDir Path temporary;
  private RunFolder folder;

  /** What one supervisor holds at one time. */
  private record Holding(int descriptors, int zombies, long residentKilobytes) {
    static Holding of(OstlerProcess ostler) {
      String resident = ProcFs.status(ostler.pid(), "VmRSS").orElseThrow();
      return new Holding(
          ProcFs.descriptors(ostler.pid()).size(),
          ProcFs.zombies(ostler.pid()),
          Long.parseLong(resident.replaceAll("[^0-9]", "")));
    }

    /** A connection, or a command that has just ended, may be given back a moment later. */
    void assertNoGrowthTo(OstlerProcess ostler, boolean memoryToo) {
      Eventually.await(
          "no more descriptors than " + this, () -> of(ostler).descriptors() <= descriptors);
      Holding later = of(ostler);
      System.out.println("long run: " + this + " to " + later);
      assertThat(later.zombies()).isZero();
      assertThat(memoryToo ? later.residentKilobytes() : 0)
          .isLessThanOrEqualTo(residentKilobytes + residentKilobytes / 20);
    }
  }

  @BeforeEach
  void makeFolder() throws Exception {
    folder = new RunFolder(temporary);
    folder.file(FILE);
  }

  private long starts(String process) throws ControlException {
    String line =
        folder.metrics("ostler_process_starts_total{process=\"" + process + "\"}").getFirst();
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Leaves the endless restarts stopped. */
  private Holding holdingAfterStarts(OstlerProcess ostler, long starts) {
    long most = TimeUnit.MINUTES.toNanos(10) + System.nanoTime();
    while (System.nanoTime() < most) {
      try {
        if (starts("ending") >= starts) {
          folder.client().change(Verb.STOP, List.of("ending"), Optional.of(AT_MOST));
          return Holding.of(ostler);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (ControlException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("not restarted " + starts + " times within ten minutes");
  }

  @Test
  void restartsLeaveNothingBehind() throws Exception {
    try (OstlerProcess ostler = folder.start()) {
      folder.awaitReady("app");
      Holding before = holdingAfterStarts(ostler, ROUNDS / 4);
      folder.client().change(Verb.START, List.of("ending"), Optional.empty());

      holdingAfterStarts(ostler, ROUNDS);

      before.assertNoGrowthTo(ostler, ROUNDS >= ENOUGH_FOR_MEMORY);
    }
  }

  private void update(int from, int to) throws Exception {
    for (int generation = from + 1; generation <= to; generation++) {
      folder.offer("site.in", "version " + generation);
      int expected = generation;
      Eventually.await(
          "version " + generation + " is there",
          () ->
              Files.exists(folder.path("site.out"))
                  && Files.readString(folder.path("site.out")).equals("version " + expected));
    }
    folder.awaitState("site", State.CURRENT, to);
  }

  @Test
  void updatesLeaveNothingBehind() throws Exception {
    try (OstlerProcess ostler = folder.start()) {
      folder.awaitReady("app");
      folder.client().change(Verb.STOP, List.of("ending"), Optional.of(AT_MOST));
      update(0, ROUNDS / 4);
      Holding before = Holding.of(ostler);

      update(ROUNDS / 4, ROUNDS);

      before.assertNoGrowthTo(ostler, ROUNDS >= ENOUGH_FOR_MEMORY);
    }
  }

  @Test
  void reloadOfAFileThatSaysTheSameIsDoneAtOnce() throws Exception {
    try (OstlerProcess _ = folder.start()) {
      folder.awaitReady("app");

      Reloaded reloaded = folder.client().reload(false, Optional.of(AT_MOST));

      assertThat(reloaded).isEqualTo(new Reloaded(true, List.of()));
    }
  }

  /**
   * Restarts, suspensions, updates, questions, and reloads that bring another talkative guest each
   * time, beside endless restarts.
   */
  private void soakOnce(int round) throws Exception {
    folder.file(
        FILE.replace(
            "configuration:",
            MORE.replace("NUMBER", Integer.toString(round % 7)) + "configuration:"));
    folder.offer("site.in", "version " + round);
    folder.client().change(Verb.RESTART, List.of("app"), Optional.of(AT_MOST));
    folder.client().change(Verb.SUSPEND, List.of("app"), Optional.of(AT_MOST));
    folder.client().reload(round % 5 == 0, Optional.of(AT_MOST));
    folder.client().change(Verb.RESUME, List.of("app"), Optional.of(AT_MOST));
    assertThat(folder.client().status(List.of()).processes()).hasSize(3);
    folder.client().logs(List.of(), 10);
    assertThat(folder.path("overlaps")).doesNotExist();
  }

  @Test
  void everythingAtOnceGoesOnForAsLongAsItIsAskedTo() throws Exception {
    try (OstlerProcess ostler = folder.start()) {
      folder.awaitReady("app");
      int round = 0;
      long start = System.nanoTime();
      long half = TimeUnit.MINUTES.toNanos(SOAK_MINUTES) / 2;
      while (round < 3 || System.nanoTime() - start < half) {
        soakOnce(++round);
      }
      Holding before = holdingAfterStarts(ostler, 1);
      folder.client().change(Verb.START, List.of("ending"), Optional.empty());
      while (round < 10 || System.nanoTime() - start < 2 * half) {
        soakOnce(++round);
      }

      System.out.println("soak: " + round + " rounds");
      holdingAfterStarts(ostler, 1);
      before.assertNoGrowthTo(ostler, SOAK_MINUTES > 1);
    }
  }
}
