package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ostler fleet logs} and {@code exec} bring from containers. */
@Needs({RealPart.ENGINE, RealPart.BUSYBOX})
class FleetFollowingIT {
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
  void outputAndCommandsOfAllHostsComeWithTheirHost() throws IOException {
    fleet.write("echo out; echo err >&2; sleep 1000", "one");
    fleet.run("apply");

    Result logs = fleet.run("logs", "--tail", "5");
    Result exec = fleet.run("exec", fleet.web(), "sh", "-c", "cat /etc/web; exit 3");

    String where = "here  " + fleet.web() + "  ";
    assertThat(logs).isEqualTo(new Result(0, where + "out\n", where + "err\n"));
    assertThat(exec).isEqualTo(new Result(1, where + "one\n", where + "ended with status 3\n"));
  }

  @Test
  void logsGoOnWithTheContainerThatTakesThePlaceAndWithOneThatBeginsAgain() throws Exception {
    fleet.write("echo one; sleep 1000", "one");
    fleet.run("apply");
    Process logs = started("logs", "--follow");
    try {
      awaitLines("one");

      fleet.write("echo two; sleep 1000", "one");
      fleet.run("apply");
      awaitLines("one", "two");
      LocalFleet.docker("restart", "--time", "0", fleet.web());

      awaitLines("one", "two", "two");
      assertThat(logs.isAlive()).isTrue();
    } finally {
      logs.destroyForcibly().waitFor();
    }
  }

  @Test
  void followedLogsEndWhenNobodyTakesThePlace() throws Exception {
    fleet.write("echo one; sleep 1000", "one");
    fleet.run("apply");
    Process logs = started("logs", "--follow");
    awaitLines("one");

    fleet.run("stop");

    assertThat(logs.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(logs.exitValue()).isZero();
  }

  @Test
  void commandGetsTheInputAndItsOutputAndStatusAreItsOwn() {
    fleet.run("apply");

    Result exec =
        OstlerCommand.of("fleet", "exec", "-f", fleet.file().toString(), "-i", fleet.web(), "sh")
            .under("sh", "-c", "printf 'cat /etc/web; echo gone >&2; exit 3' | \"$0\" \"$@\"")
            .run();

    assertThat(exec).isEqualTo(new Result(3, "one", "gone\n"));
  }

  @Test
  @Needs(RealPart.SCRIPT)
  void commandRunsAtATerminalThatIsAsBeforeAfterwards() throws Exception {
    fleet.run("apply");
    String exec = String.join(" ", fleet.command("exec", "-it", fleet.web(), "sh", "-c"));
    String commands =
        "stty rows 30 cols 100; stty -g >%1$s/before; %2$s 'tty; read line; echo got $line; exit 3'; echo status $?; stty -g >%1$s/after"
            .formatted(fleet.folder(), exec);
    Process script =
        new ProcessBuilder("script", "--quiet", "--command", commands, "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();

    Eventually.await("it runs", () -> Files.readString(log()).contains("/dev/pts/"));
    script.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
    script.getOutputStream().flush();
    script.waitFor();

    assertThat(log()).content().contains("got hello", "status 3");
    assertThat(fleet.folder().resolve("after"))
        .hasSameTextualContentAs(fleet.folder().resolve("before"));
  }

  @Test
  void inputIsForOneContainerOnly() throws IOException {
    fleet.run("apply");

    Result exec = fleet.run("exec", "--output", "json", "-i", fleet.web(), "cat");

    assertThat(exec)
        .isEqualTo(
            new Result(
                64,
                "",
                "ostler: options --interactive and --tty need one container and its own output, found"
                    + " here; choose with --host\n"));
  }

  @Test
  void optionsAfterTheContainerAreTheCommands() {
    fleet.run("apply");

    Result exec = fleet.run("exec", fleet.web(), "test", "-f", "/etc/web");

    assertThat(exec).isEqualTo(new Result(0, "", ""));
  }

  private Process started(String command, String option) throws IOException {
    return new ProcessBuilder(fleet.command(command, option))
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private void awaitLines(String... lines) {
    String where = "here  " + fleet.web() + "  ";
    List<String> wanted = Stream.of(lines).map(line -> where + line).toList();
    Eventually.await(
        "lines " + wanted,
        this::read,
        read -> read.equals(wanted),
        () -> String.join("\n", read()));
  }

  private List<String> read() {
    try {
      return Files.readAllLines(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return fleet.folder().resolve("log");
  }
}
