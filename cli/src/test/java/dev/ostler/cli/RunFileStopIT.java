package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ProcessPhase;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How processes of a file are stopped, and that nothing outlives Ostler. */
class RunFileStopIT {
  private static final int USR1 = 10;
  private static final int USR2 = 12;

  @TempDir Path folder;

  @Test
  void stepsComeOneAfterTheOtherAndKillAfterAll() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "trap 'echo INT' INT; trap 'echo QUIT' QUIT; echo up; while :; do sleep 0.01; done"]
                stop: {steps: [{signal: INT, within: 1s}, {signal: QUIT, within: 1s}]}
              other: {command: [sleep, "60"]}
            """)) {
      run.ostler().awaitOutput("up\n");

      assertThat(run.stop()).isZero();
      assertThat(run.ostler().output()).isEqualTo("up\nINT\nQUIT\n");
      assertThat(run.ostler().errors()).isEqualTo("ostler: web: killing what has not ended\n");
    }
  }

  @Test
  void drainComesBeforeTheFirstSignalAndEndsWithItsCommand() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              delayed:
                command: [sh, -c, "trap 'echo TERM; exit' TERM; echo up; while :; do sleep 0.01; done"]
                stop: {drain: {delay: 200ms}}
              commanded:
                command: [sh, -c, "trap '[ -e FOLDER/drained ] && echo drained; exit' TERM; echo up; while :; do sleep 0.01; done"]
                after: [delayed]
                stop: {drain: {delay: 20s, command: [touch, FOLDER/drained]}}
            """)) {
      run.ostler().awaitOutput("up\nup\n");
      long begin = System.nanoTime();

      assertThat(run.stop()).isZero();
      assertThat(System.nanoTime() - begin).isBetween(200_000_000L, 15_000_000_000L);
      assertThat(run.ostler().output()).isEqualTo("up\nup\ndrained\nTERM\n");
      assertThat(run.ostler().errors()).isEmpty();
    }
  }

  @Test
  void processThatEndsWhileItIsDrainedIsNotDisturbedByItsCommandInTheNextRun() throws Exception {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              web:
                command: [sleep, "60"]
                stop: {drain: {delay: 20s, command: [sh, -c, "touch FOLDER/drain; sleep 1"]}}
            """)) {
      long first = run.awaitReady("web");
      Thread restarting = Thread.ofVirtual().start(() -> restart(run));
      Eventually.await("it drains", () -> Files.exists(folder.resolve("drain")));
      FileRun.kill(first);
      restarting.join();
      run.awaitReady("web");

      long begin = System.nanoTime();
      assertThat(run.stop()).isEqualTo(128 + FileRun.TERM);
      assertThat(System.nanoTime() - begin).isGreaterThan(1_000_000_000L);
    }
  }

  private static void restart(FileRun run) {
    try {
      run.change(dev.ostler.control.Verb.RESTART, "web");
    } catch (dev.ostler.control.ControlException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyFurtherRequestKillsThoseWhoWereAskedAndAsksTheOthers() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              first: {command: [sh, -c, "trap 'echo first' TERM; echo up; while :; do sleep 0.01; done"]}
              second:
                command: [sh, -c, "trap 'echo second' TERM; echo up; while :; do sleep 0.01; done"]
                after: [first]
              third:
                command: [sh, -c, "trap 'echo third' TERM; echo up; while :; do sleep 0.01; done"]
                after: [second]
            """)) {
      run.awaitLines("up", "up", "up");
      run.ostler().signal(FileRun.TERM);
      run.awaitLines("up", "up", "up", "third");
      run.ostler().signal(FileRun.TERM);
      run.awaitLines("up", "up", "up", "third", "second", "first");
      assertThat(run.ostler().errors()).isEqualTo("ostler: third: killing what has not ended\n");
      run.ostler().signal(FileRun.TERM);

      assertThat(run.awaitExit()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"'', '', 143", "'', '{143: 0}', 0", "', other: {command: [sleep, \"60\"]}', '', 0"})
  void statusAfterTermIsThatOfTheOnlyProcessAndZeroForSeveral(
      String other, String exitCodes, int status) {
    String codes = exitCodes.isEmpty() ? "" : ", exitCodes: " + exitCodes;
    try (FileRun run =
        FileRun.start(
            folder,
            "processes: {web: {command: [sh, -c, echo up; exec sleep 60]"
                + codes
                + "}"
                + other
                + "}\n")) {
      run.ostler().awaitOutput("up\n");

      assertThat(run.stop()).isEqualTo(status);
    }
  }

  @Test
  void whomALeaderLeavesGoesOnOverItsRestartsAndEndsWithEverything() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              web:
                command: [sh, -c, "sleep 60 & echo $$$$; exec sleep 60"]
                restart: {when: always, first: 1ms}
                stop: {whom: leader}
            """)) {
      run.ostler().awaitOutput("\n");
      long first = Long.parseLong(run.ostler().output().strip());
      Eventually.await("both are there", () -> run.ostler().descendants().size() == 2);
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      Eventually.await("a second pair is there", () -> run.ostler().output().lines().count() == 2);
      Eventually.await(
          "one of the first and both of the second are there",
          () -> run.ostler().descendants().size() == 3);

      assertThat(run.stop()).isEqualTo(143);
    }
  }

  @Test
  void neitherOrphansNorGrandchildrenInOtherSessionsOutliveUs() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              web: {command: [sh, -c, "(setsid sh -c 'trap : TERM; while :; do sleep 0.01; done' &); sleep 60 & echo up; exec sleep 60"], stop: {within: 300ms}}
              other: {command: [sh, -c, "setsid -f sleep 60; echo up; exec sleep 60"], stop: {within: 300ms}}
            """)) {
      run.ostler().awaitOutput("up\nup\n");
      Eventually.await("all are there", () -> run.ostler().descendants().size() >= 5);

      assertThat(run.stop()).isZero();
    }
  }

  @Test
  @Needs({RealPart.ROOT, RealPart.UNSHARE})
  void asTheFirstProcessItReapsOrphansAndLeavesNobody() {
    try (OstlerProcess ostler =
        FileRun.command(
                folder,
                """
                processes:
                  web:
                    command: [sh, -c, "i=0; while [ $i -lt 200 ]; do (sleep 0.01 &); i=$((i + 1)); done; echo $PPID; exec sleep 60"]
                  other: {command: [sh, -c, "setsid -f sleep 60; exec sleep 60"]}
                """)
            .asPidOne()
            .start()) {
      ostler.awaitOutput("1\n");
      // Both, and what has left for a session of its own.
      Eventually.await("all others are gone", () -> ProcFs.children(ostler.pid()).size() == 3);
      ostler.signal(FileRun.TERM);

      assertThat(ostler.awaitExit()).isZero();
      assertThat(ostler.descendants()).isEmpty();
      assertThat(ostler.errors()).isEmpty();
    }
  }

  @Test
  void signalsAreForwardedRewrittenOrDropped() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              web: {command: [sh, -c, "for s in HUP USR1 USR2; do trap \\"echo web $s\\" $s; done; trap 'echo web TERM; exit' TERM; echo up; while :; do sleep 0.01; done"]}
              api: {command: [sh, -c, "for s in HUP USR1 USR2; do trap \\"echo api $s\\" $s; done; echo up; while :; do sleep 0.01; done"]}
            signals: {USR1: none, USR2: HUP}
            """)) {
      run.awaitLines("up", "up");
      run.ostler().signal(USR1);
      run.ostler().signal(USR2);
      run.awaitLines("up", "up", "web HUP", "api HUP");
      run.ostler().signal(FileRun.HUP);
      run.awaitLines("up", "up", "web HUP", "api HUP", "web HUP", "api HUP");

      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void signalReachesTheWholeGroupIfTheFileSaysSo() {
    try (FileRun run =
        FileRun.start(
            folder,
            """
            processes:
              leader: {command: [sh, -c, "sh -c 'trap \\"echo no\\" USR1; echo up; while :; do sleep 0.01; done' & trap 'echo leader' USR1; echo up; while :; do sleep 0.01; done"]}
              group:
                command: [sh, -c, "sh -c 'trap \\"echo member\\" USR1; echo up; while :; do sleep 0.01; done' & trap 'echo group' USR1; echo up; while :; do sleep 0.01; done"]
                signals: group
            """)) {
      run.awaitLines("up", "up", "up", "up");
      run.ostler().signal(USR1);
      run.awaitLines("up", "up", "up", "up", "leader", "group", "member");

      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void requestWhileOneBacksOffAndOneIsHeldBackEndsAtOnce() {
    try (FileRun run =
        FileRun.controlled(
            folder,
            """
            processes:
              failing: {command: ["false"], restart: {first: 1m, limit: 1m}}
              held: {command: [sleep, "60"], after: {failing: ready}}
              slow: {command: [sleep, "60"], ready: {exec: [sleep, "60"]}}
            """)) {
      run.awaitPhase("failing", ProcessPhase.BACKING_OFF);

      assertThat(run.stop()).isZero();
    }
  }
}
