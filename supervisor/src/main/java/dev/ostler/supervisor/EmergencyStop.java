package dev.ostler.supervisor;

import dev.ostler.entrypoint.Alarm;
import dev.ostler.entrypoint.AlarmRang;
import dev.ostler.entrypoint.Entrypoint;
import dev.ostler.entrypoint.Event;
import dev.ostler.linux.Signal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stops all processes when nothing that was decided can be relied on any more, by what is known of
 * each alone: whoever follows others ends first, asked by its own signal and killed when the time
 * of its policy is over. Nobody drains, and nobody is started.
 */
final class EmergencyStop {
  /** What goes wrong here too is passed over, but not for ever. */
  private static final int MOST_MISTAKES = 1_000;

  /** Whom KILL has not ended by then is stuck in the kernel. */
  private static final Duration UNTIL_STUCK = Duration.ofSeconds(5);

  private final Entrypoint entrypoint;
  private final Units units;
  private final Consumer<Event> others;
  private final Map<Alarm, Unit> late = new LinkedHashMap<>();
  private final Set<Unit> asked = new HashSet<>();
  private final Set<Unit> groupsAsked = new HashSet<>();
  private final Set<Unit> killed = new HashSet<>();
  private final Set<Unit> stuck = new HashSet<>();

  /**
   * To be run.
   *
   * @param others takes all events but its own alarms
   */
  EmergencyStop(Entrypoint entrypoint, Units units, Consumer<Event> others) {
    this.entrypoint = entrypoint;
    this.units = units;
    this.others = others;
  }

  /** Returns when no process is left; throws nothing. */
  void run() {
    int mistakes = 0;
    while (mistakes < MOST_MISTAKES && !step()) {
      mistakes++;
    }
    entrypoint.signalEveryone(Signal.KILL);
  }

  /** Returns whether it is over. */
  private boolean step() {
    try {
      stopAll();
      return true;
    } catch (RuntimeException | Error mistake) {
      return false; // as whoever called has already: what counts now is the processes
    }
  }

  private void stopAll() {
    Iterator<Event> events = entrypoint.events().iterator();
    askThoseWhoAreNext();
    while (isAnybodyLeft() && events.hasNext()) {
      Event event = events.next();
      Unit unit = event instanceof AlarmRang rang ? late.remove(rang.alarm()) : null;
      if (unit == null) {
        others.accept(event);
      } else if (killed.contains(unit)) {
        stuck.add(unit);
      } else {
        kill(unit);
      }
      askThoseWhoAreNext();
    }
  }

  private boolean isAnybodyLeft() {
    return units.all().stream().anyMatch(this::isLeft);
  }

  private boolean isLeft(Unit unit) {
    boolean waitsForGroup = unit.stopping().whom() == Stopping.Whom.GROUP;
    boolean runs = unit.process().pid().isPresent();
    return !stuck.contains(unit) && (runs || (waitsForGroup && unit.process().isGroupAlive()));
  }

  private void askThoseWhoAreNext() {
    for (Unit unit : units.all()) {
      if (isLeft(unit)) {
        boolean followed =
            units.all().stream().anyMatch(other -> isLeft(other) && other.follows(unit));
        if (!followed && asked.add(unit)) {
          ask(unit);
        } else if (unit.process().pid().isEmpty() && groupsAsked.add(unit)) {
          unit.process().signalGroup(unit.stopping().signal());
        }
      }
    }
  }

  private void ask(Unit unit) {
    Duration limit = Duration.ZERO;
    for (Stopping.Step step : unit.stopping().steps()) {
      limit = limit.plus(step.within());
    }
    late.put(entrypoint.alarm(limit), unit);
    unit.process().signal(unit.stopping().signal());
    unit.process().signalGroup(Signal.CONT); // whom somebody has suspended
  }

  private void kill(Unit unit) {
    killed.add(unit);
    late.put(entrypoint.alarm(UNTIL_STUCK), unit);
    unit.process().kill();
    unit.process().signalGroup(Signal.KILL);
  }
}
