package dev.ostler.supervisor;

import dev.ostler.linux.ChildExit;
import java.util.Map;
import java.util.Set;

/**
 * What the ends of a process mean.
 *
 * @param success statuses beside 0 that count as success; 128 plus its number for a signal
 * @param changed what a status becomes when it is passed on as the supervisor's own
 */
public record ExitCodes(Set<Integer> success, Map<Integer, Integer> changed) {
  private static final int HIGHEST = 255;

  /** Refuses what is no status. */
  public ExitCodes {
    success = Set.copyOf(success);
    changed = Map.copyOf(changed);
    for (int status : success) {
      check("success", status);
    }
    for (Map.Entry<Integer, Integer> change : changed.entrySet()) {
      check("exitCodes", change.getKey());
      check("exitCodes", change.getValue());
    }
  }

  private static void check(String key, int status) {
    if (status < 0 || status > HIGHEST) {
      throw new IllegalArgumentException(key + " must be 0 to 255, got " + status);
    }
  }

  /**
   * Returns the usual: only 0 is success, and every status is passed on as it is.
   *
   * @return no exceptions
   */
  public static ExitCodes usual() {
    return new ExitCodes(Set.of(), Map.of());
  }

  boolean isSuccess(ChildExit exit) {
    return exit.succeeded() || success.contains(exit.shellStatus());
  }

  /** The status to pass on. */
  int passedOn(int status) {
    Integer other = changed.get(status);
    return other == null ? status : other;
  }
}
