package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What quarks-container-run does, by the assembled command. */
class ContainerRunIT {
  private static final String WAITING = "echo up; exec sleep 60";
  private static final int KILL = 9;
  private static final int INT = 2;
  private static final int TERM = 15;

  @TempDir Path base;

  @Test
  void commandIsRequired() {
    Result required = new Result(1, "", "ostler: a command is required\n");

    assertThat(OstlerCommand.of("container-run", "--job-name", "job").run()).isEqualTo(required);
    assertThat(OstlerCommand.of("container-run", "--job-name", "job", "--").run())
        .isEqualTo(required);
  }

  @Test
  void unknownOptionIsWrongUsage() {
    assertThat(OstlerCommand.of("container-run", "--jobname", "x", "--", "true").run())
        .isEqualTo(
            new Result(64, "", "ostler: unknown option --jobname; did you mean --job-name?\n"));
  }

  @ParameterizedTest
  @CsvSource({"--job-name, ../job", "--job-name, /job", "--process-name, a/../../web"})
  void nameThatLeadsOutOfItsFolderIsRefused(String option, String name) {
    assertThat(
            OstlerCommand.of("container-run", option, name, "--", "true")
                .with("OSTLER_BASE", base.toString())
                .run())
        .isEqualTo(
            new Result(
                64,
                "",
                "ostler: "
                    + option
                    + " must be a name that does not lead out of its folder, got '"
                    + name
                    + "'\n"));
    assertThat(base).isEmptyDirectory();
  }

  @Test
  void argumentsReachTheCommandUnchangedAndInOrder() {
    List<String> arguments =
        List.of(
            "container-run",
            "--process-name",
            "web",
            "--",
            "sh",
            "-c",
            "printf '[%s]' \"$@\"; exit 3",
            "sh",
            "--job-name",
            "",
            "-x",
            "--",
            "a b",
            "*",
            "$HOME",
            "'\"\\",
            "ü",
            "--");

    assertThat(
            OstlerCommand.of(arguments.toArray(String[]::new))
                .with("OSTLER_BASE", base.toString())
                .run())
        .isEqualTo(
            new Result(
                3,
                "[--job-name][][-x][--][a b][*][$HOME]['\"\\][ü][--]",
                "ostler: the process exited with status 3\n"));
  }

  @Test
  void programThatIsNotThereIsAFailure() {
    OstlerCommand command =
        OstlerCommand.of("container-run", "--", "no-such-program")
            .with("OSTLER_BASE", base.toString());

    assertThat(command.run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot run 'no-such-program': No such file or directory (errno 2)\n"));
  }

  @Test
  void baseThatCannotBeMadeIsNamedWithTheWayOut() throws Exception {
    Path file = Files.createFile(base.resolve("file"));

    assertThat(Job.running(file, WAITING).run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot make the folder "
                    + file
                    + "/data/job: "
                    + file
                    + "/data: Not a directory; set OSTLER_BASE to a folder that may be written"
                    + " to\n"));
  }

  @Test
  void sentinelAndPidFileAreThereWhileTheProcessRuns() throws Exception {
    try (Job job =
        Job.up(base, "echo up; trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.05; done")) {
      assertThat(job.sentinel()).isEmptyFile();
      assertThat(modeOf(job.sentinel())).isEqualTo("rwxr-xr-x");
      assertThat(modeOf(job.pidFile())).isEqualTo("rwxr-xr-x");
      assertThat(Files.readString(job.pidFile()))
          .isEqualTo(Long.toString(job.ostler().awaitChild()));

      job.send("STOP");
      job.ostler().awaitErrors("suspended");
      assertThat(job.sentinel()).exists();
      job.awaitRunning(false);

      assertThat(job.ostler().descendants()).isEmpty();
    }
  }

  private static String modeOf(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void stopAndStartAreObeyedAndRepeatedOnesIgnored() {
    try (Job job = Job.up(base, WAITING)) {
      long first = job.pid();
      job.send("START", "START");
      job.stop();
      job.send("STOP", "STOP", "START", "START", "START");
      job.awaitOutput("up", 2);

      assertThat(job.pid()).isNotEqualTo(first);
      assertThat(job.ostler().errors()).isEqualTo("ostler: suspended\nostler: resumed\n");
      assertThat(job.ostler().descendants()).containsExactly(job.pid());
    }
  }

  @Test
  void quitReachesEveryChild() {
    String trap = "trap 'echo %s' QUIT; echo %s; while :; do sleep 0.05; done";
    try (Job job =
        Job.up(
            base,
            trap.formatted("main-quit", "up"),
            "--post-start-name",
            "sh",
            "--post-start-arg",
            "-c",
            "--post-start-arg",
            trap.formatted("post-quit", "post-up"))) {
      job.ostler().awaitOutput("post-up\n");
      job.send("QUIT");

      job.ostler().awaitOutput("main-quit\n");
      job.ostler().awaitOutput("post-quit\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"STOP", " STOP", "STOP\n", "\t STOP \r\n"})
  void whiteSpaceAroundAWordIsTrimmed(String word) {
    try (Job job = Job.up(base, WAITING)) {
      job.send(word);

      job.awaitRunning(false);
    }
  }

  @Test
  void otherPacketsAreIgnoredAndHarmless() {
    Random random = new Random(42);
    try (Job job = Job.up(base, WAITING)) {
      long pid = job.pid();
      job.send("", " ", "stop", "STOP START", "STOPS", "ST OP", "STOP\0", "S", "x".repeat(100_000));
      for (int i = 0; i < 500; i++) {
        byte[] noise = new byte[random.nextInt(2000)];
        random.nextBytes(noise);
        job.send(new String(noise, StandardCharsets.ISO_8859_1));
      }
      job.send("QUIT ME");

      assertThat(job.pid()).isEqualTo(pid);
      assertThat(ProcFs.isAlive(pid)).isTrue();
      job.stop();
      assertThat(job.ostler().errors()).isEqualTo("ostler: suspended\n");
    }
  }

  @Test
  void successLeavesTheContainerAliveAndStartable() {
    try (Job job = Job.start(base, "echo up; sleep 0.2")) {
      job.ostler().awaitErrors("ostler: suspended\n");
      job.awaitRunning(false);
      job.send("START");

      job.awaitOutput("up", 2);
      assertThat(job.ostler().isAlive()).isTrue();
    }
  }

  @Test
  void failureWhileActiveEndsTheContainerWithTheStatusOfTheProcess() {
    try (Job job = Job.start(base, "echo up; exit 7")) {
      assertThat(job.awaitExit()).isEqualTo(7);
      assertThat(job.ostler().errors()).isEqualTo("ostler: the process exited with status 7\n");
    }
  }

  @Test
  void deathBySignalEndsTheContainerAsAShellWouldTellIt() {
    try (Job job = Job.up(base, WAITING)) {
      Kernel.kill(job.pid(), KILL);

      assertThat(job.awaitExit()).isEqualTo(128 + KILL);
      assertThat(job.ostler().errors())
          .isEqualTo("ostler: the process was killed by signal KILL\n");
    }
  }

  @Test
  void failureWhileStoppedIsIgnored() {
    try (Job job = Job.up(base, "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done")) {
      job.stop();
      job.send("START");

      job.awaitOutput("up", 2);
      assertThat(job.ostler().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TERM, INT})
  void termAndInterruptStopAllChildrenAndEndWithZero(int signal) {
    try (Job job =
        Job.up(
            base,
            "trap 'exit 9' TERM INT; setsid sleep 60 & echo up; while :; do sleep 0.05; done",
            "--post-start-name",
            "sleep",
            "--post-start-arg",
            "60")) {
      job.ostler().signal(signal);

      assertThat(job.awaitExit()).isZero();
    }
  }

  @Test
  void termWhileStoppedEndsWithZero() {
    try (Job job = Job.up(base, WAITING)) {
      job.stop();
      job.ostler().signal(TERM);

      assertThat(job.awaitExit()).isZero();
    }
  }

  @Test
  void otherSignalsReachTheMainProcessAlone() {
    try (Job job =
        Job.up(
            base,
            "trap 'echo hup' HUP; echo up; while :; do sleep 0.05; done",
            "--post-start-name",
            "sleep",
            "--post-start-arg",
            "60")) {
      Eventually.await("post-start runs", () -> ProcFs.children(job.ostler().pid()).size() == 2);
      job.ostler().signal(1);
      job.ostler().awaitOutput("hup\n");

      assertThat(ProcFs.children(job.ostler().pid())).hasSize(2);
    }
  }

  @Test
  void thousandDatagramsBackToBackAreObeyedInOrder() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      words.addAll(List.of("STOP", "START"));
    }
    try (Job job = Job.up(base, WAITING)) {
      job.send(words.toArray(String[]::new));
      Eventually.await(
          "all are obeyed", () -> job.ostler().errors().lines().count() == words.size());

      assertThat(job.ostler().errors())
          .isEqualTo("ostler: suspended\nostler: resumed\n".repeat(500));
      job.awaitRunning(true);
      assertThat(job.ostler().isAlive()).isTrue();
    }
  }

  @Test
  void stopAndStartAtOneMillisecondNeverOverlapAndStayUp() throws Exception {
    Path alive = base.resolve("alive");
    String script =
        "trap 'rmdir %1$s 2>&-; exit 0' TERM; mkdir %1$s || echo overlap; echo up; while :; do sleep 0.05; done"
            .formatted(alive);
    try (Job job = Job.up(base, script)) {
      for (int i = 0; i < 300; i++) {
        job.send("STOP");
        TimeUnit.MILLISECONDS.sleep(1);
        job.send("START");
        TimeUnit.MILLISECONDS.sleep(1);
      }
      Eventually.await("all are obeyed", () -> job.ostler().errors().lines().count() == 600);
      job.awaitRunning(true);
      Eventually.await("it is up", () -> Files.exists(alive));

      assertThat(job.ostler().output()).doesNotContain("overlap");
      assertThat(job.ostler().isAlive()).isTrue();
      job.send("STOP");
      Eventually.await("it is obeyed", () -> job.ostler().errors().lines().count() == 601);
      job.awaitRunning(false); // and not between one run and the next, as might have been before
      assertThat(alive).doesNotExist();
    }
  }

  @Test
  void secondLiveInstanceIsRefusedAndTheFirstUndisturbed() {
    try (Job job = Job.up(base, WAITING)) {
      assertThat(Job.running(base, WAITING).run())
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "ostler: cannot bind the datagram socket "
                      + job.socket()
                      + ": Address already in use (errno 98); another process listens there: end it"
                      + " or choose another path\n"));

      assertThat(ProcFs.isAlive(job.pid())).isTrue();
      job.stop();
    }
  }

  @Test
  void leftOversOfAKilledInstanceAreReplaced() {
    long former;
    try (Job job = Job.up(base, WAITING)) {
      former = job.pid();
      job.ostler().signal(KILL);
      job.ostler().awaitExit();
      assertThat(job.socket()).exists();
      assertThat(job.sentinel()).exists();
    }

    try (Job job = Job.start(base, WAITING)) {
      job.ostler().awaitOutput("up\n");
      Eventually.await("the pid is the new one", () -> job.pid() == job.ostler().awaitChild());

      assertThat(job.pid()).isNotEqualTo(former);
      job.stop();
      job.ostler().signal(TERM);
      assertThat(job.awaitExit()).isZero();
    }
  }

  @Test
  void orphansAreReaped() {
    try (Job job =
        Job.up(base, "for i in 1 2 3 4 5; do (setsid true &) ; done; echo up; exec sleep 60")) {
      Eventually.await(
          "one child and no zombie",
          () ->
              ProcFs.zombies(job.ostler().pid()) == 0
                  && ProcFs.children(job.ostler().pid()).size() == 1);
    }
  }

  @Test
  void debugSaysMore() {
    try (OstlerProcess ostler = Job.running(base, WAITING, "--debug").start()) {
      ostler.awaitErrors("ostler: started with [sh, -c, " + WAITING + "]\n");
    }
  }
}
