package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.ShortForm;
import java.time.Duration;
import java.util.List;

/**
 * What follows each start of a process, in a run file.
 *
 * @param command what to run
 * @param condition what must succeed first
 * @param every how often the condition is tried
 * @param within how long all of it may take
 * @param whenReady whether the process must be ready first
 */
@Description("A command to run after each start of a process")
public record PostStartSettings(
    @ShortForm @Required @Description("What to run") List<String> command,
    @Description("A command that must succeed first; none if empty") List<String> condition,
    @Default("3s") @Description("How often the condition is tried") Duration every,
    @Default("15m") @Description("How long all of it may take") Duration within,
    @Default("false")
        @Description(
            "Whether it waits until the process is ready; otherwise it follows the start at once")
        boolean whenReady) {
  /** Refuses times that leave no time. */
  public PostStartSettings {
    if (!every.isPositive() || !within.isPositive()) {
      throw new IllegalArgumentException("found every or within of 0, expected more");
    }
  }
}
