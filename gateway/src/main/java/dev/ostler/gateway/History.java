package dev.ostler.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of an app since the gateway began to look after it. For use under the app's lock. */
final class History {
  private static final int MOST = 50;

  /**
   * One wake that is over.
   *
   * @param begun when
   * @param by who wanted it
   * @param took how long it took
   * @param failure why it failed; empty if it did not
   */
  record Wake(Instant begun, By by, Duration took, Optional<String> failure) {}

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

  private final Clock clock;
  private final Deque<Wake> wakes = new ArrayDeque<>();
  private Duration rested = Duration.ZERO;
  private By by = By.OTHERS;
  private @Nullable Instant begun;
  private @Nullable Instant restsSince;

  History(Clock clock) {
    this.clock = clock;
  }

  /** Newest first. */
  List<Wake> wakes() {
    return List.copyOf(wakes);
  }

  /** For how long it has rested altogether. */
  Duration rested() {
    Instant since = restsSince;
    return since == null ? rested : rested.plus(Duration.between(since, clock.instant()));
  }

  /** Who wanted the current wake, or the last one. */
  By by() {
    return by;
  }

  /** Notes what an input has changed. */
  void note(AppPhase before, AppInput input, AppMachine machine) {
    AppPhase after = machine.phase();
    if (before == after) {
      return;
    }
    noteRest(before, after);
    boolean wakes = after == AppPhase.WAKING || after == AppPhase.CONFIRMING;
    if (wakes && begun == null) {
      begun = clock.instant();
      by = by(input, machine.users() > 0);
    } else if (after == AppPhase.AWAKE) {
      end(Optional.empty());
    } else if (after == AppPhase.FAILED) {
      end(machine.trouble().map(Observation.Failed::reason));
    } else if (!wakes) {
      begun = null;
    }
  }

  private void end(Optional<String> failure) {
    Instant since = begun;
    if (since != null) {
      wakes.addFirst(new Wake(since, by, Duration.between(since, clock.instant()), failure));
      if (wakes.size() > MOST) {
        wakes.removeLast();
      }
      begun = null;
    }
  }

  private void noteRest(AppPhase before, AppPhase after) {
    if (after == AppPhase.RESTING) {
      restsSince = clock.instant();
    } else if (before == AppPhase.RESTING) {
      rested = rested();
      restsSince = null;
    }
  }

  private static By by(AppInput input, boolean used) {
    return switch (input) {
      case AppInput.Arrived _, AppInput.Left _ -> By.VISITOR;
      case AppInput.WakeAsked _, AppInput.KeptAwake _, AppInput.BarSet _, AppInput.RestAsked _ ->
          By.PERSON;
      case AppInput.HourCame _ -> By.SCHEDULE;
      case AppInput.Seen _ -> used ? By.VISITOR : By.OTHERS;
      case AppInput.Ruled _, AppInput.Confirmed _, AppInput.Refused _, AppInput.Passed _ ->
          By.OTHERS;
    };
  }
}
