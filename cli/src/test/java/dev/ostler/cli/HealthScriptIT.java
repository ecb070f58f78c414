package dev.ostler.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.supervisor.RunningControl;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/ostler-health}, which asks without starting Java. */
@Needs(RealPart.NC)
class HealthScriptIT {
  @TempDir Path folder;
  private RunningControl running;

  private record Said(int status, String output) {}

  @BeforeEach
  void start() throws IOException {
    running = RunningControl.start(folder);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, live: 2 of 2 processes running",
    "--ready, 0, ready: 2 of 2 processes running",
    "web, 0, live: web is running",
    "--ready db web, 0, ready: 2 of 2 processes running",
    "wbe, 1, 'cannot find process ''wbe'': there are db, web'",
    "a\"b, 1, cannot check: 'a\"b' is not the name of a process",
    "--raedy, 1, cannot check: unknown option --raedy; usage: ostler-health [--ready] [--socket"
        + " FILE] [NAME...]",
  })
  void itSaysHowItIs(String arguments, int status, String message) throws Exception {
    assertThat(health("/usr/bin:/bin", arguments)).isEqualTo(new Said(status, message + "\n"));
  }

  @Test
  void suspendedIsLiveAndNotReady() throws Exception {
    OstlerCommand.of("ctl", "--socket", running.socket().toString(), "suspend", "web").run();

    assertThat(health("/usr/bin:/bin", "web")).isEqualTo(new Said(0, "live: web is suspended\n"));
    assertThat(health("/usr/bin:/bin", "--ready web"))
        .isEqualTo(new Said(1, "not ready: web is suspended\n"));
  }

  @Test
  void nobodyListensIsAFailure() throws Exception {
    assertThat(health("/usr/bin:/bin", "--socket /nowhere"))
        .isEqualTo(
            new Said(
                1, "cannot talk to Ostler at /nowhere: nc: /nowhere: No such file or directory\n"));
  }

  @Test
  void whereThereIsNoNetcatItAsksTheCommand() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("sh", "readlink", "tr", "base64", "env", "grep", "timeout")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin").resolve(tool));
    }

    assertThat(health(tools.toString(), "--ready db web"))
        .isEqualTo(new Said(0, "ready: 2 of 2 processes running\n"));
  }

  private Said health(String path, String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(OstlerCommand.home().resolve("bin/ostler-health").toString());
    Arrays.stream(arguments.split(" ")).filter(word -> !word.isEmpty()).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("OSTLER_SOCKET", running.socket().toString());
    Process asking = builder.start();
    asking.getOutputStream().close();
    String output = new String(asking.getInputStream().readAllBytes(), UTF_8);
    return new Said(asking.waitFor(), output);
  }
}
