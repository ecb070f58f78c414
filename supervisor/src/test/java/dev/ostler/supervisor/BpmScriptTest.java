package dev.ostler.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in a real shell, with an ostler that writes down how it was called. */
class BpmScriptTest {
  private record Result(int status, String output, String errors) {}

  // Hostile on purpose: whatever a folder may be called must do.
  @TempDir Path folder;
  private Path base;
  private Path calls;
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    base = Files.createDirectories(folder.resolve("it's a }\"$HOME\"`base`"));
    calls = folder.resolve("calls");
    script = Files.writeString(folder.resolve("bpm"), BpmScript.text(base, launcher("exit 0")));
  }

  /** Writes a stand-in for the ostler command. */
  private String launcher(String end) throws IOException {
    Path launcher = folder.resolve("os'tler $x");
    Files.writeString(
        launcher,
        "#!/bin/sh\nprintf '%s|' \"$OSTLER_BASE\" \"$@\" >>'"
            + calls
            + "'\necho >>'"
            + calls
            + "'\n"
            + end
            + "\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return launcher.toString();
  }

  private Result bpm(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().remove("OSTLER_BASE");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private String calls() throws IOException {
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  private String sent(String job, String process, String word) {
    return base
        + "|container-run|--job-name|"
        + job
        + "|--process-name|"
        + process
        + "|--send|"
        + word
        + "|\n";
  }

  private void touch(String file) throws IOException {
    Files.createDirectories(base.resolve(file).getParent());
    Files.createFile(base.resolve(file));
  }

  @ParameterizedTest
  @MethodSource("words")
  void commandIsSentAsItsWord(String command, String word) throws Exception {
    assertThat(bpm(command, "web")).isEqualTo(new Result(0, "", ""));
    assertThat(calls()).isEqualTo(sent("web", "web", word));
  }

  static Stream<Arguments> words() {
    return Stream.of(
        arguments("start", "START"),
        arguments("term", "STOP"),
        arguments("quit", "QUIT"),
        arguments("stop", "STOP"));
  }

  @Test
  void processMayBeNamedApartFromItsJob() throws Exception {
    bpm("term", "my job", "-p", "-w$x");

    assertThat(calls()).isEqualTo(sent("my job", "-w$x", "STOP"));
  }

  @Test
  void baseFromTheEnvironmentCounts() throws Exception {
    Process process =
        new ProcessBuilder("env", "OSTLER_BASE=/other", "sh", script.toString(), "start", "web")
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(calls()).startsWith("/other|container-run|");
  }

  @Test
  void stopWaitsForTheEnd() throws Exception {
    touch("data/web/web_containerrun.running");
    launcher("(sleep 0.5; rm \"$OSTLER_BASE/data/web/web_containerrun.running\") >&- 2>&- &");

    assertThat(bpm("stop", "web")).isEqualTo(new Result(0, "", ""));
    assertThat(base.resolve("data/web/web_containerrun.running")).doesNotExist();
  }

  @Test
  void stopOfWhatDoesNotListenFails() throws Exception {
    launcher("echo 'nobody listens' >&2; exit 1");

    assertThat(bpm("stop", "web")).isEqualTo(new Result(1, "", "nobody listens\n"));
  }

  @Test
  void stopGivesUpAfterThirtyLooks() throws Exception {
    touch("data/web/worker_containerrun.running");
    Files.writeString(
        script, Files.readString(script).replace("sleep 1\n", "echo look >>'" + calls + "'\n"));

    assertThat(bpm("stop", "web", "-p", "worker"))
        .isEqualTo(new Result(1, "", "bpm: worker of web has not ended within 30 s\n"));
    assertThat(calls().lines().filter("look"::equals)).hasSize(30);
  }

  @Test
  void pidIsPrinted() throws Exception {
    touch("sys/run/bpm/web/worker.pid");
    Files.writeString(base.resolve("sys/run/bpm/web/worker.pid"), "42");

    assertThat(bpm("pid", "web", "-p", "worker")).isEqualTo(new Result(0, "42", ""));
    assertThat(bpm("pid", "web").status()).isEqualTo(1);
  }

  @Test
  void runningAnswersByStatusAndIsSilentWithoutATerminal() throws Exception {
    assertThat(bpm("running", "web")).isEqualTo(new Result(1, "", ""));

    touch("data/web/web_containerrun.running");

    assertThat(bpm("running", "web")).isEqualTo(new Result(0, "", ""));
    assertThat(bpm("running", "web", "-p", "worker")).isEqualTo(new Result(1, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "start", "start web -p", "start web worker", "start web -x y", "walk web"})
  void otherCallsAreAnsweredByTheUsage(String arguments) throws Exception {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);

    assertThat(bpm(words))
        .isEqualTo(
            new Result(1, "", "usage: bpm start|stop|quit|term|pid|running JOB [-p PROCESS]\n"));
    assertThat(calls()).isEmpty();
  }
}
