package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.StartUp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As the first process of a process namespace, where no signal has a default action. */
// Alone: how fast orphans are reaped is no claim about a machine that others use up.
@Isolated
@Needs({RealPart.ROOT, RealPart.UNSHARE})
class PidOneIT {
  private static final int TERM = 15;

  /** How many orphans there are in all; 100000 shows what the specification asks for. */
  private static final int ORPHANS = Integer.getInteger("ostler.it.orphans", 5000);

  /** How many may wait to be reaped at any moment. */
  private static final int MOST_ZOMBIES = 100;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 126, 128, 255})
  void statusIsPassedOn(int status) {
    assertThat(OstlerCommand.running("echo $PPID; exit " + status).asPidOne().run())
        .isEqualTo(new Result(status, "1\n", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 9, 15, 34, 64})
  void deadlySignalOfTheChildIs128PlusItsNumber(int signal) {
    assertThat(
            OstlerCommand.running("ulimit -c 0; kill -" + signal + " $$").asPidOne().run().status())
        .isEqualTo(128 + signal);
  }

  @ParameterizedTest
  @EnumSource(StartUp.class)
  void requestToStopEndsUs(StartUp startUp) {
    try (OstlerProcess ostler =
        OstlerCommand.running("echo up; exec sleep 60").startedBy(startUp).asPidOne().start()) {
      ostler.awaitOutput("up\n");
      ostler.signal(TERM);

      assertThat(ostler.result()).isEqualTo(new Result(128 + TERM, "up\n", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({"LAUNCHER, 1", "LAUNCHER, 3", "LAUNCHER, 12", "LAUNCHER, 28", "REEXECUTION, 12"})
  void signalWithoutDefaultActionReachesTheChild(StartUp startUp, int signal) {
    try (OstlerProcess ostler =
        OstlerCommand.running(
                "trap 'echo got; exit 0' " + signal + "; echo up; while :; do sleep 0.01; done")
            .startedBy(startUp)
            .asPidOne()
            .start()) {
      ostler.awaitOutput("up\n");
      ostler.signal(signal);

      assertThat(ostler.result()).isEqualTo(new Result(0, "up\ngot\n", ""));
    }
  }

  /* A neighbour that takes our core for a moment makes them pile up; not three times in a row. */
  @Test
  void orphansAreReapedAsFastAsTheyAreMade() {
    int most = Integer.MAX_VALUE;
    for (int run = 0; run < 3 && most > MOST_ZOMBIES; run++) {
      most = Math.min(most, mostZombiesAtOnce());
    }

    assertThat(most).as("zombies at any moment").isLessThanOrEqualTo(MOST_ZOMBIES);
  }

  private static int mostZombiesAtOnce() {
    // Four makers at once, each leaving orphans that end at once or a moment later.
    String maker =
        "i=0; while [ $i -lt " + ORPHANS / 4 + " ]; do (: & ); i=$((i + 1)); done; exit 0";
    try (OstlerProcess ostler =
        OstlerCommand.running(
                "for m in 1 2 3 4; do sh -c '"
                    + maker
                    + "' & done; wait; echo made;"
                    + " read line; exit 7")
            .typed()
            .under("nice", "-n", "-15") // against others on the machine, not within
            .asPidOne()
            .start()) {
      int most = 0;
      while (!ostler.output().contains("made")) {
        most = Math.max(most, ProcFs.zombies(ostler.pid()));
        assertThat(ostler.isAlive()).isTrue();
      }
      Eventually.await("no zombie is left", () -> ProcFs.zombies(ostler.pid()) == 0);
      ostler.type("go\n");

      assertThat(ostler.result()).isEqualTo(new Result(7, "made\n", ""));
      return most;
    }
  }

  @Test
  void orphansThatEndTogetherWithTheChildHideNoStatus() {
    for (int status = 1; status <= 20; status++) {
      assertThat(
              OstlerCommand.running(
                      "i=0; while [ $i -lt 50 ]; do (sleep 0.05 &); i=$((i + 1)); done;"
                          + " sleep 0.05; exit "
                          + status)
                  .asPidOne()
                  .run())
          .isEqualTo(new Result(status, "", ""));
    }
  }

  @Test
  void nobodyOutlivesUs() {
    try (OstlerProcess ostler =
        OstlerCommand.running("setsid -f sleep 60; sleep 60 & echo up; exec sleep 60")
            .asPidOne()
            .start()) {
      ostler.awaitOutput("up\n");
      Eventually.await("all are there", () -> ostler.descendants().size() == 3);
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
      assertThat(ostler.descendants()).isEmpty();
    }
  }
}
