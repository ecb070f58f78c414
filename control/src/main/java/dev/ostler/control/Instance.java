package dev.ostler.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The supervisor that answers.
 *
 * @param release of Ostler, such as {@code 0.1.0}
 * @param pid its process, in its own process namespace
 * @param file its configuration file; empty if it was given a command
 * @param started when
 * @param uptime since then, by a clock that only runs forward; at least zero
 * @param ending whether it is stopping everything to end itself
 */
public record Instance(
    String release,
    int pid,
    Optional<String> file,
    Instant started,
    Duration uptime,
    boolean ending)
    implements Answer {
  /** Checks the range. */
  public Instance {
    if (uptime.isNegative()) {
      throw new IllegalArgumentException("uptime must not be negative, got " + uptime);
    }
  }
}
