package dev.ostler.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of an app since a gateway began to look after it. For use under the app's lock. */
final class History {
  private static final int MOST = 50;

  /** An app that does nothing but wake and fail all day long: what is older is given up. */
  private static final int MOST_SPELLS = 500;

  static final Duration KEPT = Duration.ofDays(1);

  /**
   * One wake that is over.
   *
   * @param begun when
   * @param by who wanted it
   * @param took how long it took
   * @param failure why it failed; empty if it did not
   */
  record Wake(Instant begun, By by, Duration took, Optional<String> failure) {}

  /**
   * A time in which an app stayed as it was; it ends when the next one begins.
   *
   * @param phase how it was
   * @param begun since when
   */
  record Spell(AppPhase phase, Instant begun) {}

  /**
   * What is remembered.
   *
   * @param wakes those that are over, newest first
   * @param rested for how long it has rested altogether
   * @param spells of the last day, oldest first; the last one goes on
   */
  record Past(List<Wake> wakes, Duration rested, List<Spell> spells) {
    static final Past NONE = new Past(List.of(), Duration.ZERO, List.of());

    /** Keeps copies. */
    Past {
      wakes = List.copyOf(wakes);
      spells = List.copyOf(spells);
    }
  }

  /** Who has an app run. */
  enum By {
    /** Somebody who wants to use it. */
    VISITOR,
    /** A person, by the API. */
    PERSON,
    /** The clock on the wall. */
    SCHEDULE,
    /** Somebody beside the gateway. */
    OTHERS
  }

  /** Why an app goes to rest. */
  enum Why {
    /** Nobody has used it for long enough. */
    UNUSED,
    /** The clock on the wall. */
    SCHEDULE,
    /** A person, by the API. */
    PERSON,
    /** Somebody beside the gateway has begun with it. */
    OTHERS
  }

  private final Timepiece time;
  private final Deque<Wake> wakes = new ArrayDeque<>();
  private final Deque<Spell> spells = new ArrayDeque<>();
  private Duration rested = Duration.ZERO;
  private By by = By.OTHERS;
  private Why restsBecause = Why.OTHERS;
  private @Nullable By wanting;
  private @Nullable Begun wake;
  private @Nullable Rest rest;

  /** A wake that goes on. */
  private record Begun(Instant at, Timepiece.Stopwatch since) {}

  /**
   * A rest that goes on.
   *
   * @param before for how long it had, when a gateway began to look after it
   */
  private record Rest(Duration before, Timepiece.Stopwatch since) {
    Duration elapsed() {
      return before.plus(since.elapsed());
    }
  }

  History(Timepiece time) {
    this(time, Past.NONE);
  }

  /** Goes on with what another has {@link #kept}. An app stays as it is while nobody looks. */
  History(Timepiece time, Past before) {
    this.time = time;
    before.wakes().stream().limit(MOST).forEach(wakes::addLast);
    spells.addAll(before.spells());
    rested = before.rested();
    Instant now = time.now();
    if (spells.isEmpty()) {
      spells.add(new Spell(AppPhase.UNKNOWN, now));
    } else if (spells.getLast().phase() == AppPhase.RESTING) {
      // Nobody has measured it meanwhile; the clock may have been set back.
      Duration soFar = Duration.between(spells.getLast().begun(), now);
      rest = new Rest(soFar.isPositive() ? soFar : Duration.ZERO, time.start());
    }
  }

  Past past() {
    return past(rested());
  }

  /** What is to be kept: a rest that goes on counts from its spell. */
  Past kept() {
    return past(rested);
  }

  private Past past(Duration restedSoFar) {
    forgetOldSpells();
    return new Past(List.copyOf(wakes), restedSoFar, List.copyOf(spells));
  }

  private void forgetOldSpells() {
    Instant since = time.now().minus(KEPT);
    while (spells.size() > MOST_SPELLS || (spells.size() > 1 && isOver(spells, since))) {
      spells.removeFirst();
    }
  }

  /** Whether the second one has begun before a time. */
  private static boolean isOver(Deque<Spell> spells, Instant since) {
    return spells.stream()
        .skip(1)
        .findFirst()
        .filter(next -> !next.begun().isAfter(since))
        .isPresent();
  }

  private Duration rested() {
    Rest current = rest;
    return current == null ? rested : rested.plus(current.elapsed());
  }

  /** Who wanted the current wake, or the last one. */
  By by() {
    return by;
  }

  /** Why it goes to rest, or went there last. */
  Why restsBecause() {
    return restsBecause;
  }

  /** Notes what an input has changed. */
  void note(AppPhase before, AppInput input, AppMachine machine) {
    AppPhase after = machine.phase();
    noteWish(input, machine);
    if (before == after) {
      return;
    }
    if (before != AppPhase.DRAINING && isOnItsWayToRest(after)) {
      restsBecause = why(input);
    }
    noteRest(after);
    if (spells.getLast().phase() != after) {
      spells.addLast(new Spell(after, time.now()));
      forgetOldSpells();
    }
    boolean wakes = after == AppPhase.WAKING || after == AppPhase.CONFIRMING;
    if (AppPhase.isSecondLook(before, after)) {
      return;
    }
    if (wakes && wake == null) {
      wake = new Begun(time.now(), time.start());
      by = wanting == null ? by(input, machine) : wanting;
    } else if (after == AppPhase.AWAKE) {
      end(Optional.empty());
    } else if (after == AppPhase.FAILED) {
      end(machine.trouble().map(Observation.Failed::reason));
    } else if (!wakes) {
      wake = null;
    }
  }

  private static boolean isOnItsWayToRest(AppPhase phase) {
    return phase == AppPhase.DRAINING || phase == AppPhase.SETTLING;
  }

  private void end(Optional<String> failure) {
    Begun over = wake;
    if (over != null) {
      wakes.addFirst(new Wake(over.at(), by, over.since().elapsed(), failure));
      if (wakes.size() > MOST) {
        wakes.removeLast();
      }
      wake = null;
    }
  }

  /** It may be wanted while it goes to rest, and be woken when it has come there. */
  private void noteWish(AppInput input, AppMachine machine) {
    if (!machine.isWanted()) {
      wanting = null;
    } else if (wanting == null) {
      wanting = by(input, machine);
    }
  }

  private void noteRest(AppPhase after) {
    if (after != AppPhase.RESTING) {
      rested = rested();
      rest = null;
    } else if (rest == null) {
      rest = new Rest(Duration.ZERO, time.start());
    }
  }

  private static By by(AppInput input, AppMachine machine) {
    return switch (input) {
      case AppInput.Arrived _, AppInput.Left _ -> By.VISITOR;
      case AppInput.WakeAsked _, AppInput.KeptAwake _, AppInput.BarSet _, AppInput.RestAsked _ ->
          By.PERSON;
      case AppInput.HourCame _ -> By.SCHEDULE;
      case AppInput.Seen _, AppInput.Passed _, AppInput.Resigned _ -> byItself(machine);
      case AppInput.Remembered _,
          AppInput.Tied _,
          AppInput.Untied _,
          AppInput.UsedByOthers _,
          AppInput.Ruled _,
          AppInput.Restrained _,
          AppInput.Confirmed _,
          AppInput.Refused _,
          AppInput.StaysAwake _ ->
          By.OTHERS;
    };
  }

  private static By byItself(AppMachine machine) {
    if (machine.users() > 0) {
      return By.VISITOR;
    }
    boolean wanted = machine.isWanted() && machine.hour() == Schedule.Hour.AWAKE;
    return wanted ? By.SCHEDULE : By.OTHERS;
  }

  private static Why why(AppInput input) {
    return switch (input) {
      case AppInput.RestAsked _ -> Why.PERSON;
      case AppInput.HourCame(Schedule.Hour hour) when hour == Schedule.Hour.REST -> Why.SCHEDULE;
      case AppInput.HourCame _,
          AppInput.Passed _,
          AppInput.Left _,
          AppInput.Ruled _,
          AppInput.Restrained _ ->
          Why.UNUSED;
      case AppInput.Seen _,
          AppInput.Tied _,
          AppInput.Untied _,
          AppInput.Arrived _,
          AppInput.WakeAsked _,
          AppInput.KeptAwake _,
          AppInput.BarSet _,
          AppInput.UsedByOthers _,
          AppInput.Remembered _,
          AppInput.Confirmed _,
          AppInput.Refused _,
          AppInput.Resigned _,
          AppInput.StaysAwake _ ->
          Why.OTHERS;
    };
  }
}
