package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run of {@code ostler fleet} shows what it does, and how it ends before its time. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class FleetRunIT {
  @TempDir private Path folder;
  private LocalFleet fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = new LocalFleet(folder);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void terminalShowsWhatGoesOnAndKeepsWhatHasEnded() {
    String screen =
        Tool.run(
            "script",
            "-qec",
            "env TERM=xterm " + String.join(" ", fleet.command("apply")),
            "/dev/null");

    assertThat(screen)
        .contains("\u001b[", " wait until " + fleet.web() + " works", "░ 0 of 1, 1 at work, ")
        .containsPattern("✔.* here  " + fleet.web() + "  done in [0-9.]+ s")
        .containsPattern("1 of 1 ended in [0-9.]+ s$");
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void terminalOfMessagesAloneShowsThemInColour() {
    String apply = "env TERM=xterm " + String.join(" ", fleet.command("apply"));

    assertThat(Tool.run("script", "-qec", apply + " >/dev/null", "/dev/null"))
        .contains("\u001b[32m✔\u001b[0m");
    fleet.run("destroy", "--yes");
    assertThat(Tool.run("script", "-qec", apply + " --no-color >/dev/null", "/dev/null"))
        .contains("✔")
        .doesNotContain("\u001b[32m");
  }

  /** Killed for real, at moments spread over the whole run. */
  @Test
  void runThatWasKilledIsFinishedByTheNext() throws Exception {
    fleet.run("apply");
    for (int round = 0; round < 6; round++) {
      fleet.write("sleep 1000", "version " + round);
      fleet.write("sleep " + (2000 + round), "version " + round);
      Process apply =
          new ProcessBuilder(fleet.command("apply"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("killed.log").toFile())
              .start();
      int wanted = 1 + round;
      Eventually.await(
          "step " + wanted + " is told",
          () ->
              !apply.isAlive()
                  || Files.readString(folder.resolve("killed.log"))
                          .lines()
                          .filter(line -> line.startsWith("here  "))
                          .count()
                      >= wanted);
      apply.destroyForcibly().waitFor();

      Result next = fleet.run("apply");

      assertThat(next.status()).as(next.errors()).isZero();
      assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web"))
          .isEqualTo("version " + round);
      assertThat(fleet.containers()).hasSizeLessThanOrEqualTo(2).contains(fleet.web());
      assertThat(fleet.run("plan").status()).isZero();
    }
  }

  /** The engine stops a container, or starts one, though whoever asked for it is gone. */
  @Test
  void engineThatStillEndsWhatAKilledRunHasBegunIsLookedAtAgain() throws Exception {
    String command = "\"trap 'sleep 0.2; exit 0' TERM; while :; do sleep 0.05; done #VERSION\"";
    fleet.write(command, "one");
    obeyTerm();
    fleet.run("apply");
    for (int round = 0; round < 8; round++) {
      fleet.write(command.replace("VERSION", "" + round), "one");
      obeyTerm();
      Path log = folder.resolve("killed.log");
      Process apply =
          new ProcessBuilder(fleet.command("apply"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      String step = "here  " + fleet.web() + (round % 2 == 0 ? "  stop" : "  start");
      Eventually.await(
          "it is at its step", () -> !apply.isAlive() || Files.readString(log).contains(step));
      TimeUnit.MILLISECONDS.sleep(10 + 5 * round); // so that the engine is at it, too
      apply.destroyForcibly().waitFor();

      Result next = fleet.run("apply");

      assertThat(next.status()).as(next.errors()).isZero();
      assertThat(fleet.run("plan").status()).isZero();
    }
  }

  private void obeyTerm() throws IOException {
    Files.writeString(fleet.file(), Files.readString(fleet.file()).replace("SIGKILL", "SIGTERM"));
  }

  @Test
  void nothingMoreIsBegunWhenTheTimeIsOver() throws IOException {
    Files.writeString(
        fleet.file(),
        Files.readString(fleet.file())
            .replace("update: {monitor: 200ms}", "update: {monitor: 3s}")
            .concat(
                """
                  NAME-late: {on: here, image: "NAME:1", network_mode: none, after: [NAME-web]}
                """
                    .replace("NAME", fleet.name())));

    Result apply = fleet.run("apply", "--timeout", "1s");

    assertThat(apply.status()).isEqualTo(1);
    assertThat(apply.errors())
        .contains("here  " + fleet.web() + "  done\n")
        .endsWith("ostler: " + fleet.name() + "-late on here aborted: the run was interrupted\n");
  }

  @Test
  void interruptedRunEndsWhatItHasBegunAndGivesTheLockBack() throws Exception {
    fleet.run("apply");
    fleet.write("sleep 3000", "two");
    Process apply = start("apply");
    Eventually.await(
        "it has begun",
        () -> Files.readString(folder.resolve("interrupted.log")).contains("here  "));

    Tool.run("kill", "-INT", Long.toString(apply.pid()));
    apply.waitFor();

    assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web")).isEqualTo("two");
    assertThat(fleet.run("unlock")).isEqualTo(new Result(0, "", ""));
    assertThat(fleet.run("plan").status()).isZero();
  }

  @Test
  void interruptedWaitForALockEndsAtOnceAndTakesNone() throws Exception {
    lockElsewhere();
    Process apply = start("apply", "--lock-wait", "10m");
    Eventually.await(
        "it is about to take the lock",
        () -> Files.exists(beside(".state.lock")) && Files.size(beside(".state.lock")) > 0);

    Tool.run("kill", "-INT", Long.toString(apply.pid()));

    assertThat(apply.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(apply.exitValue()).isEqualTo(128 + 2);
    assertThat(fleet.run("unlock").output()).startsWith("here: anna@elsewhere, for ");
    assertThat(fleet.containers()).isEmpty();
  }

  @Test
  void interruptedWatchDoesNotWaitForItsEndAndTheContainerBeforeIsBack() throws Exception {
    fleet.run("apply");
    fleet.write("sleep 3000", "two");
    Files.writeString(
        fleet.file(), Files.readString(fleet.file()).replace("monitor: 200ms", "monitor: 30m"));
    Process apply = start("apply");
    Eventually.await(
        "it is watched",
        () ->
            Files.readString(folder.resolve("interrupted.log"))
                .contains("here  " + fleet.web() + "  start"));

    Tool.run("kill", "-INT", Long.toString(apply.pid()));

    assertThat(apply.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(apply.exitValue()).isEqualTo(128 + 2);
    assertThat(Files.readString(folder.resolve("interrupted.log")))
        .contains(
            "the run was interrupted before it was seen to work; the container before is back");
    assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web")).isEqualTo("one");
    assertThat(fleet.run("unlock")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void interruptedPullDoesNotWaitForTheRegistry() throws Exception {
    fleet.run("apply");
    try (ServerSocket registry = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      String image = "127.0.0.1:" + registry.getLocalPort() + "/silent:1";
      Files.writeString(
          fleet.file(),
          Files.readString(fleet.file())
              .replace("image: " + fleet.name() + ":1", "image: " + image));
      Process apply = start("apply");
      try (Socket engine = registry.accept()) {
        assertThat(engine.isConnected()).isTrue();

        Tool.run("kill", "-INT", Long.toString(apply.pid()));

        assertThat(apply.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(apply.exitValue()).isEqualTo(128 + 2);
    }
    assertThat(Files.readString(folder.resolve("interrupted.log")))
        .contains("the run was interrupted while its image was on the way");
    assertThat(LocalFleet.docker("exec", fleet.web(), "cat", "/etc/web")).isEqualTo("one");
    assertThat(fleet.run("unlock")).isEqualTo(new Result(0, "", ""));
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void interruptedQuestionEndsAtOnce() throws Exception {
    fleet.run("apply");
    Path screen = folder.resolve("screen.log");
    Process script =
        new ProcessBuilder(
                "script", "-qec", String.join(" ", interruptible("destroy")), "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile())
            .start();
    Eventually.await("it asks", () -> Files.readString(screen).contains("[y/N]"));

    script.getOutputStream().write(3); // Ctrl-C
    script.getOutputStream().flush();

    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(fleet.containers()).containsExactly(fleet.web());
  }

  private Process start(String command, String... options) throws IOException {
    return new ProcessBuilder(interruptible(command, options))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("interrupted.log").toFile())
        .start();
  }

  /** Whoever runs the tests in the background may have had shells ignore INT. */
  private List<String> interruptible(String command, String... options) {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.addAll(fleet.command(command, options));
    return words;
  }

  private Path beside(String ending) {
    return Path.of(fleet.file() + ending);
  }

  @Test
  void jsonIsALineForEachEvent() {
    String version = OstlerCommand.of("version").run().output().strip();

    Result apply = fleet.run("apply", "--output", "json");

    assertThat(apply.output())
        .startsWith(
            "{\"event\":\"plan\",\"ostler\":\"%s\",\"version\":1,"
                .formatted(version.substring("ostler ".length())))
        .containsPattern(
            "\\{\"event\":\"finished\",\"time\":\"[^\"]+Z\",\"host\":\"here\",\"container\":\"NAME-web\",\"step\":\"start NAME-web\",\"milliseconds\":\\d+}\n"
                .replace("NAME", fleet.name()))
        .endsWith(
            "{\"event\":\"result\",\"host\":\"here\",\"container\":\"NAME-web\",\"status\":\"done\",\"reason\":\"\"}\n"
                .replace("NAME", fleet.name()));
    assertThat(apply.errors()).isEmpty();
  }

  @Test
  void lockOfSomebodyElseIs75AndCanBeEnded() {
    lockElsewhere();

    Result apply = fleet.run("apply");
    Result asked = fleet.run("unlock", "--output", "json");
    Result unlock = fleet.run("unlock", "--yes");

    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.output())
        .isEqualTo(
            "{\"event\":\"lock\",\"host\":\"here\",\"holder\":\"elsewhere/1//x\",\"who\":"
                + "\"anna@elsewhere\",\"since\":\"2026-01-01T00:00:00Z\",\"ended\":false}\n");
    assertThat(apply.status()).isEqualTo(75);
    assertThat(apply.errors()).contains("cannot lock host here: anna@elsewhere, for ");
    assertThat(unlock.output()).startsWith("here: anna@elsewhere, for ");
    assertThat(fleet.run("apply").status()).isZero();
  }

  @Test
  void lockIsEndedAlthoughAnotherHostDoesNotAnswer() throws IOException {
    String text = Files.readString(fleet.file());
    Files.writeString(
        fleet.file(),
        text.replace("hosts:\n", "hosts:\n  away: {engine: \"unix:///run/none.sock\"}\n"));
    lockElsewhere();

    Result unlock = fleet.run("unlock", "--yes");

    assertThat(unlock.status()).isEqualTo(69);
    assertThat(unlock.output()).startsWith("here: anna@elsewhere, for ");
    assertThat(unlock.errors()).startsWith("ostler: away: unknown: ");
    assertThat(fleet.run("unlock", "--host", "here")).isEqualTo(new Result(0, "", ""));
    assertThat(fleet.run("unlock", "--output", "json").output())
        .startsWith("{\"event\":\"broken\",\"host\":\"away\",\"reason\":\"");
  }

  private void lockElsewhere() {
    LocalFleet.docker(
        "volume",
        "create",
        "--label",
        "dev.ostler.lock.holder=elsewhere/1//x",
        "--label",
        "dev.ostler.lock.who=anna@elsewhere",
        "--label",
        "dev.ostler.lock.since=2026-01-01T00:00:00Z",
        "ostler-lock-" + fleet.name());
  }
}
