package dev.ostler.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * Who works on a host of a fleet.
 *
 * @param id unlike that of every other run and host
 * @param who such as {@code anna@laptop, process 4711}
 * @param since since when
 */
public record LockHolder(String id, String who, Instant since) {
  /**
   * Says it to people.
   *
   * @param now the time
   * @return such as {@code anna@laptop, process 4711, for 12 min}
   */
  public String text(Instant now) {
    // Its clock may be ahead of ours.
    Duration age = since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    String ago =
        age.toHours() > 0
            ? age.toHours() + " h"
            : age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    return who + ", for " + ago;
  }
}
