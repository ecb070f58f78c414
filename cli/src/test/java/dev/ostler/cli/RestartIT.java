package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
  private static final int TERM = 15;

  @TempDir Path folder;

  @Test
  void firstRestartIsImmediateAndFurtherOnesWaitLongerEachTime() throws Exception {
    Path starts = folder.resolve("starts");
    try (OstlerProcess ostler =
        OstlerCommand.running("date +%s%N >>" + starts + "; exit 3", "--restart", "on-failure")
            .start()) {
      Eventually.await("three waits", () -> waits(ostler.errors()).size() == 3);
      ostler.signal(TERM);

      Result result = ostler.result();
      assertThat(result.status()).isZero();
      assertThat(result.errors().replaceAll("in \\d+ ms", "in N ms"))
          .isEqualTo(
              "ostler: the process exited with status 3\nostler: restarting\n"
                  + "ostler: the process exited with status 3\nostler: restarting in N ms\n"
                      .repeat(3));
      assertThat(waits(result.errors()).get(0)).isBetween(900L, 1100L);
      assertThat(waits(result.errors()).get(1)).isBetween(1800L, 2200L);
      assertThat(waits(result.errors()).get(2)).isBetween(3600L, 4400L);
    }
    List<Long> millis =
        Files.readAllLines(starts).stream()
            .map(nanos -> Long.parseLong(nanos) / 1_000_000)
            .toList();
    assertThat(millis).hasSize(4);
    assertThat(millis.get(1) - millis.get(0)).isLessThan(700);
    assertThat(millis.get(2) - millis.get(1)).isBetween(900L, 1800L);
    assertThat(millis.get(3) - millis.get(2)).isBetween(1800L, 2900L);
  }

  /** In milliseconds. */
  private static List<Long> waits(String errors) {
    return Pattern.compile("restarting in (\\d+) ms\n")
        .matcher(errors)
        .results()
        .map(wait -> Long.valueOf(wait.group(1)))
        .toList();
  }

  @Test
  void successIsNoReasonToRestartOnFailure() {
    Path step = folder.resolve("step");
    assertThat(
            OstlerCommand.running(
                    "echo run; [ -e " + step + " ] && exit 0; : >" + step + "; kill -KILL $$",
                    "--restart",
                    "on-failure")
                .run())
        .isEqualTo(
            new Result(
                0,
                "run\nrun\n",
                "ostler: the process was killed by signal KILL\nostler: restarting\n"));
  }

  @Test
  void successIsAReasonToRestartAlways() {
    try (OstlerProcess ostler =
        OstlerCommand.running("echo run; exit 0", "--restart", "always").start()) {
      ostler.awaitOutput("run\nrun\nrun\n");
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isZero();
    }
  }

  @Test
  void nextInstanceStartsOnlyWhenTheWholeGroupOfTheLastHasEnded() {
    Path running = folder.resolve("running");
    Path ready = folder.resolve("ready");
    // Started before the trap is there: what is forked with it may lose a signal until it executes.
    String member =
        "sleep 60 & trap 'sleep 0.3; rmdir " + running + "; exit' TERM; mkdir " + ready + "; wait";
    String script =
        "mkdir "
            + running
            + " || { echo overlap; exit; }; sh -c \""
            + member
            + "\" 2>/dev/null & until rmdir "
            + ready
            + " 2>/dev/null; do sleep 0.01; done; echo run; exit 1";
    try (OstlerProcess ostler = OstlerCommand.running(script, "--restart", "always").start()) {
      ostler.awaitOutput("run\nrun\nrun\n");
      ostler.signal(TERM);
      ostler.awaitExit();

      assertThat(ostler.output()).doesNotContain("overlap");
      assertThat(ostler.descendants()).isEmpty();
    }
  }

  @Test
  void programThatDisappearsIsTriedAgain() throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\nrm " + program + "\nexit 1\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (OstlerProcess ostler =
        OstlerCommand.of("run", "--restart", "always", "--", program.toString()).start()) {
      ostler.awaitErrors("restarting in ");
      Path again = Files.writeString(folder.resolve("again"), "#!/bin/sh\necho back\nsleep 60\n");
      assertThat(again.toFile().setExecutable(true)).isTrue();
      Files.move(again, program);
      ostler.awaitOutput("back\n");

      assertThat(ostler.errors().replaceAll("in \\d+ ms", "in N ms"))
          .isEqualTo(
              "ostler: the process exited with status 1\nostler: restarting\nostler: cannot run '"
                  + program
                  + "': No such file or directory (errno 2)\nostler: restarting in N ms\n");
    }
  }
}
