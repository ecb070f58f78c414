package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.util.Optional;
import java.util.Set;

/**
 * What signals to the supervisor do.
 *
 * @param map what the processes get for them
 * @param stopping which ask it to end
 * @param reloading which make it read its file anew
 * @param asAsked whether the processes are then stopped by the very signal that came, as a terminal
 *     would do it; otherwise each in its own way
 */
public record SignalSetup(
    SignalMap map, Set<Signal> stopping, Set<Signal> reloading, boolean asAsked) {
  /**
   * Returns the usual for one command: TERM, INT and its own stop signal ask to end, TERM becomes
   * that signal, and every other is passed on as it came.
   *
   * @param map what the process gets
   * @param stopSignal what asks the process to end: an image may say its own
   * @return for one command
   */
  public static SignalSetup ofCommand(SignalMap map, Signal stopSignal) {
    Set<Signal> stopping =
        stopSignal.equals(Signal.TERM) || stopSignal.equals(Signal.INT)
            ? Set.of(Signal.TERM, Signal.INT)
            : Set.of(Signal.TERM, Signal.INT, stopSignal);
    return new SignalSetup(map, stopping, Set.of(), true);
  }

  /** What stops the processes in place of their own ways when a signal asked for it. */
  Optional<Signal> stopSignal(Signal request) {
    boolean own = !map.rewrites(request) && (!asAsked || request.equals(Signal.TERM));
    return own ? Optional.empty() : map.apply(request);
  }
}
