package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      ostler.awaitErrors("restarting in 4000 ms\n");
      ostler.signal(TERM);

      assertThat(ostler.result())
          .isEqualTo(
              new Result(
                  0,
                  "",
                  """
                  ostler: the process exited with status 3
                  ostler: restarting
                  ostler: the process exited with status 3
                  ostler: restarting in 1000 ms
                  ostler: the process exited with status 3
                  ostler: restarting in 2000 ms
                  ostler: the process exited with status 3
                  ostler: restarting in 4000 ms
                  """));
    }
    List<Long> millis =
        Files.readAllLines(starts).stream()
            .map(nanos -> Long.parseLong(nanos) / 1_000_000)
            .toList();
    assertThat(millis).hasSize(4);
    assertThat(millis.get(1) - millis.get(0)).isLessThan(700);
    assertThat(millis.get(2) - millis.get(1)).isBetween(1000L, 1700L);
    assertThat(millis.get(3) - millis.get(2)).isBetween(2000L, 2700L);
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
    String member = "trap 'sleep 0.3; rmdir " + running + "; exit' TERM; sleep 60 & wait";
    String script =
        "mkdir "
            + running
            + " || { echo overlap; exit; }; sh -c \""
            + member
            + "\" 2>/dev/null & echo run; sleep 0.1; exit 1";
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
      ostler.awaitErrors("restarting in 1000 ms\n");
      Path again = Files.writeString(folder.resolve("again"), "#!/bin/sh\necho back\nsleep 60\n");
      assertThat(again.toFile().setExecutable(true)).isTrue();
      Files.move(again, program);
      ostler.awaitOutput("back\n");

      assertThat(ostler.errors())
          .isEqualTo(
              "ostler: the process exited with status 1\nostler: restarting\nostler: cannot run '"
                  + program
                  + "': No such file or directory (errno 2)\nostler: restarting in 1000 ms\n");
    }
  }
}
