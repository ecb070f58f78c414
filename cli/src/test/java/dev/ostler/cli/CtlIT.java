package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.RunningControl;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ostler ctl} against a real control server. */
class CtlIT {
  @TempDir Path folder;
  private RunningControl running;

  @BeforeEach
  void start() throws IOException {
    running = RunningControl.start(folder);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private OstlerCommand command(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ctl"));
    all.addAll(Arrays.asList(arguments));
    return OstlerCommand.of(all.toArray(String[]::new))
        .with("OSTLER_SOCKET", running.socket().toString());
  }

  @Test
  void statusIsATable() {
    Result result = command("status").run();

    assertThat(result.status()).isZero();
    assertThat(result.output())
        .isEqualTo(
            """
            ostler 0.1.0 with /etc/ostler.yaml, pid 1, up 1m 33s
            active: /run/active is there, for 1m 33s

            PROCESS  PHASE    READY  PID  RESTARTS
            db       running  yes    16   0         ready for 1m 33s
            web      running  yes    17   0         ready for 1m 33s

            CONFIGURATION  STATE    GENERATION  TARGET
            site           current  2           /etc/nginx  updated /etc/nginx: 1 modified, 1m 33s ago
            """);
    assertThat(result.errors()).isEmpty();
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void terminalsSeeColoursUnlessTheyAreNotWanted() throws Exception {
    assertThat(atTerminal("status", Map.of("TERM", "xterm")))
        .contains("\u001b[32mrunning\u001b[0m");
    assertThat(atTerminal("status", Map.of("TERM", "dumb")))
        .contains("running")
        .doesNotContain("\u001b");
    assertThat(atTerminal("status", Map.of("TERM", "xterm", "NO_COLOR", "1")))
        .contains("running")
        .doesNotContain("\u001b");
    assertThat(atTerminal("status --no-color", Map.of("TERM", "xterm")))
        .contains("running")
        .doesNotContain("\u001b");
  }

  private String atTerminal(String arguments, Map<String, String> environment) throws IOException {
    String line = OstlerCommand.home().resolve("bin/ostler") + " ctl " + arguments;
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null");
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(environment);
    builder.environment().put("OSTLER_SOCKET", running.socket().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process terminal = builder.redirectErrorStream(true).start();
    terminal.getOutputStream().close();
    return terminal.inputReader().readAllAsString();
  }

  @Test
  void outputCanBeJson() {
    assertThat(command("stop", "web", "--output", "json").run())
        .isEqualTo(
            new Result(0, "{\"processes\":[{\"name\":\"web\",\"outcome\":\"done\"}]}\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stop web|0|web: done",
        "start web|0|web: unchanged",
        "restart --no-wait|0|db: accepted,web: done",
        "signal HUP|0|db: done,web: done",
        "reload --dry-run|0|would restart web: command differs",
        "metrics|0|# TYPE ostler_restarts counter,ostler_restarts_total 0,# EOF",
        "status --check --ready|0|ready: 2 of 2 processes running",
      })
  void commandSaysWhatItCameTo(String line, int status, String output) {
    assertThat(command(line.split(" ")).run())
        .isEqualTo(new Result(status, output.replace(",", "\n") + "\n", ""));
  }

  @Test
  void whatIsNotDoneInTimeIsAFailure() {
    assertThat(command("stop", "--within", "20ms").run())
        .isEqualTo(
            new Result(
                1,
                "web: done\n",
                "ostler: db: cannot say that it is done: it was not within 20 ms; it is being stopped\n"));
  }

  @Test
  void unknownProcessIsAFailure() {
    assertThat(command("stop", "wbe").run())
        .isEqualTo(new Result(1, "", "ostler: cannot find process 'wbe': there are db, web\n"));
  }

  @Test
  void suspendedIsLiveAndNotReady() {
    command("suspend", "web").run();

    assertThat(command("status", "--check", "web").run())
        .isEqualTo(new Result(0, "live: web is suspended\n", ""));
    assertThat(command("status", "--check", "--ready", "web").run())
        .isEqualTo(new Result(1, "not ready: web is suspended\n", ""));
  }

  @Test
  void nobodyListensIs69AndForACheck1() {
    String nobody =
        "cannot talk to Ostler at /nowhere: nobody listens there; is `ostler run FILE` with"
            + " `control` running?\n";

    assertThat(command("status", "--socket", "/nowhere").run())
        .isEqualTo(new Result(69, "", "ostler: " + nobody));
    assertThat(command("status", "--socket", "/nowhere", "--check").run())
        .isEqualTo(new Result(1, nobody, ""));
  }

  @Test
  void whyThereAreNoLogsIsSaid() {
    assertThat(command("logs", "db").run())
        .isEqualTo(
            new Result(
                0, "", "ostler: no line is kept: nothing was written, or 'output' is 'inherit'\n"));
    assertThat(command("logs", "db", "--quiet").run()).isEqualTo(new Result(0, "", ""));
  }

  @Test
  void logsAreFollowedUntilInterrupted() throws Exception {
    running.write("web", "one");
    // A shell without job control has what it runs in the background ignore INT.
    OstlerCommand command =
        command("logs", "-f", "--lines", "1").under("env", "--default-signal=INT");
    try (OstlerProcess following = command.start()) {
      following.awaitOutput("web | one\n");
      running.write("db", "two");
      following.awaitOutput("web | one\ndb | two\n");

      new ProcessBuilder("kill", "-INT", "" + following.pid()).start().waitFor(5, TimeUnit.SECONDS);

      assertThat(following.result().status()).isEqualTo(130);
    }
  }

  @Test
  void followingEndsWhenNobodyReadsIt() throws Exception {
    running.write("web", "one");
    String ostler = OstlerCommand.home().resolve("bin/ostler").toString();
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "\"$0\" ctl logs -f | head -n 1", ostler);
    builder.environment().put("OSTLER_SOCKET", running.socket().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process piped = builder.redirectErrorStream(true).start();

    Eventually.await(
        "it has ended",
        () -> {
          running.write("web", "more");
          return piped.waitFor(10, TimeUnit.MILLISECONDS);
        });
    assertThat(piped.inputReader().readAllAsString()).isEqualTo("web | one\n");
  }
}
