package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.RealPart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal does: script(1) makes one and types what it is given. */
@Needs(RealPart.SCRIPT)
class TerminalIT {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_Z = "\u001a";

  @TempDir Path folder;

  /** A program at a terminal of its own. */
  private final class Session implements AutoCloseable {
    private final Path screen = folder.resolve("screen");
    private final Process process;

    Session(String command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("PS1", "");
      process = builder.redirectErrorStream(true).redirectOutput(screen.toFile()).start();
    }

    void type(String keys) throws IOException {
      OutputStream keyboard = process.getOutputStream();
      keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    }

    String screen() {
      try {
        return Files.readString(screen);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void await(String text) {
      Eventually.await(
          "the screen shows '" + text + "'", this::screen, s -> s.contains(text), this::screen);
    }

    int status() throws InterruptedException {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** A script as {@code ostler run} at a terminal is to run it. */
  private String looksAfter(String script) throws IOException {
    Path file = folder.resolve("workload");
    Files.writeString(file, script);
    return OstlerCommand.home().resolve("bin/ostler") + " run -- sh " + file;
  }

  @Test
  void ctrlCReachesTheCommandOnceAndUsNot() throws Exception {
    try (Session session =
        new Session(
            looksAfter(
                """
                trap 'echo interrupted' INT
                echo up
                i=0; while [ $i -lt 10 ]; do sleep 0.1; i=$((i+1)); done
                exit 5
                """))) {
      session.await("up");
      session.type(CTRL_C);

      assertThat(session.status()).isEqualTo(5);
      assertThat(session.screen()).containsOnlyOnce("interrupted");
    }
  }

  @Test
  void newSizeOfTheWindowReachesTheCommand() throws Exception {
    try (Session session =
        new Session(
            looksAfter(
                """
                trap 'echo resized to $(stty size); exit 0' WINCH
                stty rows 33 cols 99
                while :; do sleep 0.05; done
                """))) {
      assertThat(session.status()).isZero();
      assertThat(session.screen()).contains("resized to 33 99");
    }
  }

  @Test
  void ctrlZStopsUsTogetherAndFgBringsUsBackWithTheTerminal() throws Exception {
    String workload =
        looksAfter("echo up; read line; echo read $line; while :; do sleep 0.05; done");
    try (Session session = new Session("bash --norc --noediting -i")) {
      session.type(workload + "\n");
      session.await("up\r\n");
      session.type(CTRL_Z);
      session.await("Stopped");
      session.type("fg\n");
      session.await("fg\r\n");
      session.type("hello\n");
      session.await("read hello");
      session.type(CTRL_C);
      session.type("echo status $?.\n");
      session.await("status 130.");
      session.type("exit\n");

      assertThat(session.status()).isZero();
    }
  }

  @Test
  void shellKeepsTheTerminalOfAJobThatGoesOnInTheBackground() throws Exception {
    String workload = looksAfter("echo up; while :; do sleep 0.05; done");
    try (Session session = new Session("bash --norc --noediting -i")) {
      session.type(workload + "\n");
      session.await("up\r\n");
      session.type(CTRL_Z);
      session.await("Stopped");
      session.type("bg\n");
      session.await("&");
      session.type("echo still $((40 + 2)).\n");
      session.await("still 42.");
      session.type("kill %1; wait; echo ended $((40 + 3)).\n");
      session.await("ended 43.");
      session.type("exit\n");

      assertThat(session.status()).isZero();
    }
  }
}
