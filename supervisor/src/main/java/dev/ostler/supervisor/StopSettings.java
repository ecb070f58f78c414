package dev.ostler.supervisor;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a process is stopped, in a run file.
 *
 * @param signal what asks it to end
 * @param within how long it has
 * @param steps several signals, in place of one
 * @param drain what comes before
 * @param whom whose end is waited for
 */
@Description("How a process is stopped; at last it is killed")
public record StopSettings(
    @Description("The signal that asks it to end; default: TERM") Optional<Signal> signal,
    @Description("How long it has before it is killed; default: 30s") Optional<Duration> within,
    @Description("Several signals one after the other, in place of signal and within")
        List<Step> steps,
    @Description("What comes before the first signal, while it still serves") Optional<Drain> drain,
    @Default("group")
        @Description(
            "Whose end is waited for: the whole group, which gets the signal when the process has"
                + " ended and is killed at last, or the leader: whom it leaves behind goes on, over"
                + " its restarts too, and ends with everything")
        Stopping.Whom whom) {
  private static final Duration USUAL = Duration.ofSeconds(30);

  /**
   * One signal.
   *
   * @param signal what asks it to end
   * @param within how long it has before the next step
   */
  @Description("One attempt to stop a process")
  public record Step(
      @Description("The signal that asks it to end") Signal signal,
      @Description("How long it has before the next step") Duration within) {}

  /**
   * Time for those who send requests to look elsewhere.
   *
   * @param delay how long to wait, or how long the command may take
   * @param command what to run
   */
  @Description("Time for clients to look elsewhere")
  public record Drain(
      @Default("10s") @Description("How long to wait; with a command, how long that may take")
          Duration delay,
      @Description("A command; the process is stopped as soon as it has ended")
          List<String> command) {}

  /** Refuses two ways at once. */
  public StopSettings {
    if (!steps.isEmpty() && (signal.isPresent() || within.isPresent())) {
      throw new IllegalArgumentException(
          "found steps with signal or within, expected either steps or those");
    }
  }

  /** The steps, however the file says them. */
  List<Step> allSteps() {
    return steps.isEmpty()
        ? List.of(new Step(signal.orElse(Signal.TERM), within.orElse(USUAL)))
        : steps;
  }
}
