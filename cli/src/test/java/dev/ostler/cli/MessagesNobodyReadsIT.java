package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Standard error is a pipe whose reader has gone away: what we say there must not reach the
 * workload, neither as a signal nor otherwise.
 */
class MessagesNobodyReadsIT {
  private static final int HUP = 1;
  private static final int USR1 = 10;
  private static final int TERM = 15;

  @TempDir Path folder;
  private Path pipe;

  @BeforeEach
  void makePipe() {
    pipe = folder.resolve("pipe");
    Tool.run("mkfifo", pipe.toString());
  }

  /** Descriptor 3 is a reader for the moment in which the pipe is opened for writing. */
  private OstlerProcess start(OstlerCommand command) {
    return command
        .under("sh", "-c", "exec \"$@\" 3<>\"$0\" 2>\"$0\" 3<&-", pipe.toString())
        .start();
  }

  @Test
  void updateThatIsToldToNobodySendsNoSignal() throws Exception {
    Path source = folder.resolve("source");
    OstlerCommand holdingSignals =
        OstlerCommand.running(
            "exec env --block-signal sh -c 'echo up; exec sleep 60'",
            "--file",
            source.toString(),
            "--target",
            folder.resolve("target").toString(),
            "--reload",
            "USR1");
    try (OstlerProcess ostler = start(holdingSignals)) {
      ostler.awaitOutput("up\n");
      Path version = Files.writeString(folder.resolve("version"), "1");
      Files.move(version, source);
      awaitPending(ostler.awaitChild(), Set.of(USR1));
      Kernel.kill(ostler.pid(), HUP); // what we had pending when we said it is read before

      awaitPending(ostler.awaitChild(), Set.of(USR1, HUP));
    }
  }

  private static void awaitPending(long child, Set<Integer> expected) {
    Eventually.await(
        "signals pending are " + expected,
        () -> ProcFs.signals(child, "ShdPnd"),
        new TreeSet<>(expected)::equals,
        () -> "");
  }

  @Test
  void nextInstanceIsNotKilledWhileItStarts() throws Exception {
    Path starts = folder.resolve("starts");
    try (OstlerProcess ostler =
        start(
            OstlerCommand.running(
                "date +%s%N >>" + starts + "; echo run; exit 3", "--restart", "on-failure"))) {
      ostler.awaitOutput("run\nrun\nrun\n");
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isZero();
    }
    List<Long> millis =
        Files.readAllLines(starts).stream()
            .map(nanos -> Long.parseLong(nanos) / 1_000_000)
            .toList();
    assertThat(millis.get(1) - millis.get(0)).as("the first restart is at once").isLessThan(700);
  }
}
