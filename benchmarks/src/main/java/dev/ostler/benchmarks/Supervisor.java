package dev.ostler.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that looks after one child.
 *
 * @param contender its column
 * @param version what it says of itself
 * @param remedy how to get it, if it is not on this machine
 */
record Supervisor(Contender contender, String version, Optional<String> remedy, Launcher launcher) {
  /** How to start it. */
  interface Launcher {
    /**
     * The command line for one job, with whatever files it needs written.
     *
     * @param folder an empty folder of the instance's own, which will be its working directory
     */
    Launch launch(Path folder, Job job) throws IOException, BenchmarkException;
  }

  static Supervisor present(Contender contender, String version, Launcher launcher) {
    return new Supervisor(contender, version, Optional.empty(), launcher);
  }

  static Supervisor absent(Contender contender, String remedy) {
    return new Supervisor(
        contender,
        "not here",
        Optional.of(remedy),
        (_, _) -> {
          throw new BenchmarkException(remedy);
        });
  }
}
