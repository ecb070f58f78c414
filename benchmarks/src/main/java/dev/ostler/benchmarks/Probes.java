package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our tiny C programs, compiled on this machine when their source is newer than they are. */
record Probes(Path folder) {
  private static final List<String> NAMES = List.of("agent", "child", "orphans", "stamp");

  /**
   * Compiles what is not compiled.
   *
   * @param sources the folder of the C files
   * @param folder where the programs go
   */
  static Probes compile(Path sources, Path folder) throws BenchmarkException {
    if (Tools.find("gcc").isEmpty()) {
      throw new BenchmarkException(
          "cannot compile the probes: gcc is not here; apt-get install gcc libc6-dev");
    }
    try {
      Files.createDirectories(folder);
      for (String name : NAMES) {
        compile(sources.resolve(name + ".c"), sources.resolve("record.h"), folder.resolve(name));
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot compile the probes", e);
    }
    return new Probes(folder);
  }

  Path agent() {
    return folder.resolve("agent");
  }

  Path child() {
    return folder.resolve("child");
  }

  Path orphans() {
    return folder.resolve("orphans");
  }

  Path stamp() {
    return folder.resolve("stamp");
  }

  private static void compile(Path source, Path header, Path program)
      throws IOException, BenchmarkException {
    if (Files.exists(program) && isNewer(program, source) && isNewer(program, header)) {
      return;
    }
    Tools.run(
        List.of(
            "gcc",
            "-std=gnu17",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-static",
            "-o",
            program.toString(),
            source.toString()));
  }

  private static boolean isNewer(Path file, Path than) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
  }
}
