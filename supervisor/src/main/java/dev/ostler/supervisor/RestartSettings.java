package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.ShortForm;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens when a process ends by itself, in a run file.
 *
 * @param when after which ends it is started again
 * @param first the wait before the second restart
 * @param factor what each further wait is multiplied by
 * @param limit the longest wait
 * @param jitter by which part of itself a wait varies
 * @param stableAfter how long it must have run to start from the beginning
 * @param attempts how many are tried
 */
@Description("When a process is started again; the first time at once")
public record RestartSettings(
    @ShortForm @Default("on-failure") @Description("After which ends") When when,
    @Default("1s") @Description("The wait before the second restart; the first is immediate")
        Duration first,
    @Range(min = 1) @Default("2") @Description("What each further wait is multiplied by")
        double factor,
    @Default("30s") @Description("The longest wait") Duration limit,
    @Range(min = 0, max = 1)
        @Default("0.1")
        @Description("By which part of itself a wait is longer or shorter by chance")
        double jitter,
    @Default("10s")
        @Description("How long it must have run for its end to count as the first again")
        Duration stableAfter,
    @Range(min = 0)
        @Description(
            "How many restarts one upon the other are tried before it is given up; default: no end")
        Optional<Integer> attempts) {
  /** After which ends. */
  public enum When {
    /** Every end. */
    ALWAYS,
    /** A status other than success, or a signal. */
    ON_FAILURE,
    /** None. */
    NO
  }

  /** Refuses what makes no sense. */
  public RestartSettings {
    if (limit.compareTo(first) < 0) {
      throw new IllegalArgumentException("found limit below first, expected it at least as long");
    }
    if (!stableAfter.isPositive()) {
      throw new IllegalArgumentException("found stableAfter of 0, expected more");
    }
  }

  static RestartSettings of(When when) {
    RestartPolicy usual = RestartPolicy.of(RestartPolicy.When.NEVER);
    return new RestartSettings(
        when,
        usual.first(),
        usual.factor(),
        usual.limit(),
        usual.jitter(),
        usual.stableAfter(),
        Optional.empty());
  }
}
