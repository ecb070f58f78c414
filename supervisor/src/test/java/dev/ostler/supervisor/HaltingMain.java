package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import java.nio.file.Path;

/**
 * {@code ostler run FILE} that halts hard at its n-th point, for tests of what is found afterwards.
 * To be the first process of a process namespace, so that nothing outlives it.
 */
public final class HaltingMain {
  private HaltingMain() {}

  /**
   * Runs it.
   *
   * @param arguments the file, and at which point to halt
   * @throws Exception if the file is bad
   */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    HaltingPoints points = new HaltingPoints(Integer.parseInt(arguments[1]));
    SetupFile file = new HaltingFile(path, points);
    try (Entrypoint real = Entrypoint.open()) {
      Entrypoint halting = HaltingEntrypoint.around(real, points);
      Supervision.of(halting, file.read(), file, false).loop();
    }
  }

  private record HaltingFile(Path path, HaltingPoints points) implements SetupFile {
    @Override
    public Setup read() throws java.io.IOException {
      points.pass("before reading the file");
      try {
        Setup setup = RunFiles.setup(RunFiles.read(path, System.getenv()), System.getenv());
        points.pass("after reading the file");
        return setup;
      } catch (dev.ostler.configuration.InvalidConfigurationException bad) {
        throw new java.io.IOException(bad);
      }
    }
  }
}
