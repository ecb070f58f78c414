package dev.ostler.supervisor;

import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/*
 * Memory may be short: anything here may fail at any point, and is then gone on with. So signals
 * come before what is noted of them, and time is looked at after every event: an alarm that was
 * lost, or never set, makes nobody wait for ever.
 */
/**
 * Stops all processes when nothing that was decided can be relied on any more, by what is known of
 * each alone: whoever follows others ends first, asked by its own signal and killed when the time
 * of its policy is over. Nobody drains, and nobody is started.
 */
final class EmergencyStop {
  private static final int MOST_MISTAKES = 1_000;

  /** Whom KILL has not ended by then is stuck in the kernel. */
  private static final Duration UNTIL_STUCK = Duration.ofSeconds(5);

  private final Entrypoint entrypoint;
  private final Iterator<Event> events;
  private final Units units;
  private final Consumer<Event> others;

  /** When those who were asked, or killed, are late, by the entrypoint's time. */
  private final Map<Unit, Duration> late = new HashMap<>();

  private final Set<Unit> groupsAsked = new HashSet<>();
  private final Set<Unit> killed = new HashSet<>();
  private final Set<Unit> stuck = new HashSet<>();

  /**
   * To be run.
   *
   * @param events those of the entrypoint, from now on
   * @param others takes them, too
   */
  EmergencyStop(
      Entrypoint entrypoint, Iterator<Event> events, Units units, Consumer<Event> others) {
    this.entrypoint = entrypoint;
    this.events = events;
    this.units = units;
    this.others = others;
  }

  /** Returns when no process is left; throws nothing. */
  void run() {
    int mistakes = 0;
    while (mistakes < MOST_MISTAKES && !stopsAll()) {
      mistakes++;
    }
    entrypoint.signalEveryone(Signal.KILL);
  }

  /** Returns whether it is over. */
  private boolean stopsAll() {
    try {
      for (Duration end : late.values()) {
        wakeAt(end);
      }
      look();
      while (isAnybodyLeft() && events.hasNext()) {
        passOn(events.next());
        look();
      }
      return true;
    } catch (RuntimeException | Error mistake) {
      return false; // why it all ends is known already: what counts now is the processes
    }
  }

  /** Whoever takes them may be what has failed. */
  private void passOn(Event event) {
    try {
      others.accept(event);
    } catch (RuntimeException | Error mistake) {
      // As above.
    }
  }

  private void wakeAt(Duration end) {
    Duration left = end.minus(entrypoint.time());
    entrypoint.alarm(left.isNegative() ? Duration.ZERO : left);
  }

  private boolean isAnybodyLeft() {
    return units.all().stream().anyMatch(this::isLeft);
  }

  private boolean isLeft(Unit unit) {
    boolean waitsForGroup = unit.stopping().whom() == Stopping.Whom.GROUP;
    boolean runs = unit.process().pid().isPresent();
    return !stuck.contains(unit) && (runs || (waitsForGroup && unit.process().isGroupAlive()));
  }

  private void look() {
    for (Unit unit : units.all()) {
      if (isLeft(unit)) {
        lookAt(unit);
      }
    }
  }

  private void lookAt(Unit unit) {
    Duration end = late.get(unit);
    if (end == null) {
      if (units.all().stream().noneMatch(other -> isLeft(other) && other.follows(unit))) {
        ask(unit);
      }
    } else if (end.compareTo(entrypoint.time()) <= 0) {
      kill(unit);
    } else if (unit.process().pid().isEmpty() && groupsAsked.add(unit)) {
      unit.process().signalGroup(unit.stopping().signal());
    }
  }

  private void ask(Unit unit) {
    unit.process().signal(unit.stopping().signal());
    unit.process().signalGroup(Signal.CONT); // whom somebody has suspended
    Duration limit = Duration.ZERO;
    for (Stopping.Step step : unit.stopping().steps()) {
      limit = limit.plus(step.within());
    }
    limit(unit, limit);
  }

  private void kill(Unit unit) {
    unit.process().kill();
    unit.process().signalGroup(Signal.KILL);
    if (killed.add(unit)) {
      limit(unit, UNTIL_STUCK);
    } else {
      stuck.add(unit);
    }
  }

  private void limit(Unit unit, Duration time) {
    Duration end = entrypoint.time().plus(time);
    late.put(unit, end);
    wakeAt(end);
  }
}
