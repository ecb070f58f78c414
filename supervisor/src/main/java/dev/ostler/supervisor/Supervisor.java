package dev.ostler.supervisor;

import dev.ostler.configuration.InvalidConfigurationException;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.linux.LinuxException;
import java.io.IOException;

/** Looks after processes. */
public final class Supervisor {
  private Supervisor() {}

  /**
   * Looks after processes until it is all over.
   *
   * @param setup what to look after
   * @param reporter where messages for people go
   * @return the status to exit with: the process's, 128 plus the number of the signal that ended
   *     it, 126 if it is not executable, 127 if it is not there
   * @throws IOException if anything else that is asked for cannot be had; nothing runs then
   */
  public static int run(Setup setup, Reporter reporter) throws IOException {
    try (Entrypoint entrypoint = Entrypoint.open()) {
      try {
        return new Supervision(entrypoint, setup, reporter).loop();
      } catch (LinuxException refused) {
        return statusOf(refused, reporter);
      }
    }
  }

  /**
   * Looks after what a file describes until it is all over, and follows what the file says later
   * when it is asked to.
   *
   * @param file what to look after
   * @param coloured whether standard output is a terminal that shall see colours
   * @return the status to exit with
   * @throws InvalidConfigurationException if something in the file is wrong; nothing runs then
   * @throws IOException if anything that is asked for cannot be had; nothing runs then
   */
  public static int run(SetupFile file, boolean coloured)
      throws InvalidConfigurationException, IOException {
    Setup setup = file.read();
    try (Entrypoint entrypoint = Entrypoint.open()) {
      return Supervision.of(entrypoint, setup, file, coloured).loop();
    }
  }

  private static int statusOf(LinuxException refused, Reporter reporter) throws LinuxException {
    int shellStatus = Supervision.shellStatus(refused);
    if (!refused.action().startsWith("run ")) {
      throw refused;
    }
    reporter.say(String.valueOf(refused.getMessage()));
    return shellStatus;
  }
}
