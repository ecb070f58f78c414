package dev.ostler.supervisor;

import dev.ostler.linux.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which signal the process gets for one that was sent to the supervisor. */
public final class SignalMap {
  private final Map<Integer, Integer> rewritten;

  private SignalMap(Map<Integer, Integer> rewritten) {
    this.rewritten = rewritten;
  }

  /**
   * Every signal as it came.
   *
   * @return the map that changes nothing
   */
  public static SignalMap unchanged() {
    return new SignalMap(Map.of());
  }

  /**
   * A process in a session of its own has no shell that could continue it, and the kernel ignores
   * stops from the keyboard for it: it gets STOP instead.
   *
   * @return a map for sessions without a terminal
   */
  public static SignalMap withoutTerminal() {
    int stop = Signal.STOP.number();
    return new SignalMap(
        Map.of(Signal.TSTP.number(), stop, Signal.TTIN.number(), stop, Signal.TTOU.number(), stop));
  }

  /**
   * Rewrites one signal.
   *
   * @param from what is sent to the supervisor
   * @param to what the process gets; empty for nothing
   * @return a changed copy
   */
  public SignalMap with(Signal from, Optional<Signal> to) {
    Map<Integer, Integer> changed = new HashMap<>(rewritten);
    changed.put(from.number(), to.map(Signal::number).orElse(0));
    return new SignalMap(changed);
  }

  /** What the process gets; empty for nothing. */
  Optional<Signal> apply(Signal received) {
    Integer number = rewritten.get(received.number());
    if (number == null) {
      return Optional.of(received);
    }
    return number == 0 ? Optional.empty() : Optional.of(new Signal(number));
  }

  /** Whether something was said about a signal. */
  boolean rewrites(Signal received) {
    return rewritten.containsKey(received.number());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignalMap map && map.rewritten.equals(rewritten);
  }

  @Override
  public int hashCode() {
    return rewritten.hashCode();
  }
}
