package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for drain scripts with the command that it was written for. */
class BpmIT {
  private static final String WAITING = "echo up; exec sleep 60";

  @TempDir Path base;

  private Path script() {
    return base.resolve("jobs/bpm/bin/bpm");
  }

  private String bpm(String... arguments) {
    List<String> command = new ArrayList<>(List.of(script().toString()));
    command.addAll(List.of(arguments));
    return Tool.run(command.toArray(String[]::new));
  }

  @Test
  void scriptReachesTheProcessOfItsJob() {
    try (Job job = Job.up(base, "trap 'echo quit' QUIT; echo up; while :; do sleep 0.05; done")) {
      assertThat(bpm("pid", "job", "-p", "web")).isEqualTo(Long.toString(job.pid()));
      assertThat(bpm("running", "job", "-p", "web")).isEmpty();
      bpm("quit", "job", "-p", "web");
      job.ostler().awaitOutput("quit\n");
      bpm("stop", "job", "-p", "web");
      assertThat(job.sentinel()).doesNotExist();
      assertThat(Tool.run("sh", "-c", "! " + script() + " running job -p web")).isEmpty();
      bpm("start", "job", "-p", "web");
      job.awaitOutput("up", 2);
      bpm("term", "job", "-p", "web");
      job.awaitRunning(false);
    }
  }

  @Test
  void processIsCalledAsItsJobUnlessSaidOtherwise() {
    OstlerCommand command =
        OstlerCommand.of(
                "container-run",
                "--job-name",
                "app",
                "--process-name",
                "app",
                "--",
                "sh",
                "-c",
                WAITING)
            .with("OSTLER_BASE", base.toString());
    try (OstlerProcess ostler = command.start()) {
      ostler.awaitOutput("up\n");
      bpm("stop", "app");

      assertThat(ostler.errors()).isEqualTo("ostler: suspended\n");
    }
  }

  @Test
  void scriptThatIsThereIsNeverOverwritten() throws Exception {
    Files.createDirectories(script().getParent());
    Files.writeString(script(), "theirs");
    try (Job job = Job.up(base, WAITING)) {
      assertThat(job.ostler().isAlive()).isTrue();
    }

    assertThat(install()).isEqualTo(new Result(0, "kept " + script() + ", which was there\n", ""));
    assertThat(Files.readString(script())).isEqualTo("theirs");
  }

  @Test
  void scriptIsWrittenOnRequest() {
    assertThat(install()).isEqualTo(new Result(0, "wrote " + script() + "\n", ""));
    assertThat(script()).isExecutable();
    assertThat(install()).isEqualTo(new Result(0, "kept " + script() + ", which was there\n", ""));
  }

  private Result install() {
    return OstlerCommand.of("container-run", "--install-bpm")
        .with("OSTLER_BASE", base.toString())
        .run();
  }

  @Test
  void otherWordsAreNotSent() {
    assertThat(OstlerCommand.of("container-run", "--send", "stop").run())
        .isEqualTo(new Result(64, "", "ostler: --send must be START, STOP or QUIT, got 'stop'\n"));
  }

  @Test
  void wordForNobodyIsAFailure() {
    Path socket = base.resolve("data/job/web_containerrun.sock");

    assertThat(
            OstlerCommand.of(
                    "container-run", "--job-name", "job", "--process-name", "web", "--send", "STOP")
                .with("OSTLER_BASE", base.toString())
                .run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot send to the datagram socket "
                    + socket
                    + ": No such file or directory (errno 2)\n"));
  }
}
