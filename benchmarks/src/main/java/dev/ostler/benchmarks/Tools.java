package dev.ostler.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Programs of the machine that the driver runs to the end. */
final class Tools {
  private Tools() {}

  /** Where a program is on the search path. */
  static Optional<Path> find(String name) {
    String path = System.getenv("PATH");
    return path == null
        ? Optional.empty()
        : Arrays.stream(path.split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
  }

  /**
   * What a program prints, errors too.
   *
   * @throws BenchmarkException if it cannot be run or ends with another status than 0
   */
  static String run(List<String> command) throws BenchmarkException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new BenchmarkException(
            "cannot run " + String.join(" ", command) + ": status " + status + ", " + output);
      }
      return output;
    } catch (IOException e) {
      throw new BenchmarkException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("cannot wait for " + command.getFirst(), e);
    }
  }

  /** The first line that a program prints; empty if it prints none or cannot be run. */
  static Optional<String> firstLine(String... command) {
    try {
      return run(Arrays.asList(command)).lines().findFirst();
    } catch (BenchmarkException _) {
      return Optional.empty();
    }
  }
}
