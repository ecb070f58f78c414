package dev.ostler.supervisor;

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

  private static int statusOf(LinuxException refused, Reporter reporter) throws LinuxException {
    int shellStatus = Supervision.shellStatus(refused);
    if (!refused.action().startsWith("run ")) {
      throw refused;
    }
    reporter.say(String.valueOf(refused.getMessage()));
    return shellStatus;
  }
}
