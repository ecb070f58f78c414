package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Parts of the machine that a test needs for real; on a machine that lacks them it is skipped. */
final class RealParts {
  private RealParts() {}

  /** Goes on as root only. */
  static void requireRoot(String forWhat) {
    require("root".equals(System.getProperty("user.name")), "only root can have " + forWhat);
  }

  /** Goes on only where a command is installed. */
  static void requireCommand(String name) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    require(there, "the command " + name + " is not installed");
  }

  /** Where OSTLER_REQUIRE_REAL_PARTS is 1, nothing may be skipped. */
  static void require(boolean there, String otherwise) {
    if ("1".equals(System.getenv("OSTLER_REQUIRE_REAL_PARTS"))) {
      assertThat(there).as(otherwise).isTrue();
    }
    Assumptions.assumeTrue(there, "skipped: " + otherwise);
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
