package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Parts of the machine that a test needs for real; on a machine that lacks them it is skipped. */
final class RealParts {
  private RealParts() {}

  /** Goes on as root only. Where OSTLER_REQUIRE_REAL_PARTS is 1, not being root is a failure. */
  static void requireRoot(String forWhat) {
    boolean root = "root".equals(System.getProperty("user.name"));
    if ("1".equals(System.getenv("OSTLER_REQUIRE_REAL_PARTS"))) {
      assertThat(root).as("root, needed for: " + forWhat).isTrue();
    }
    Assumptions.assumeTrue(root, "skipped: only root can have " + forWhat);
  }

  /** Runs a command that must succeed. */
  static String run(Object... command) throws IOException, InterruptedException {
    List<String> words = List.of(command).stream().map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", words) + ": " + output).isZero();
    return output;
  }

  /** Something mounted for one test. */
  record Mount(Object where) implements AutoCloseable {
    static Mount of(Object... arguments) throws IOException, InterruptedException {
      Object[] command = new Object[arguments.length + 1];
      command[0] = "mount";
      System.arraycopy(arguments, 0, command, 1, arguments.length);
      run(command);
      return new Mount(arguments[arguments.length - 1]);
    }

    @Override
    public void close() throws IOException {
      try {
        run("umount", where);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
