package dev.ostler.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/*
 * An id is the number of the wake and how many steps were told. The number is the time, but always
 * higher than any before: than those of a gateway that was there before this one, which memory
 * knows, and than those of another one beside it, which its viewers bring along. Another gateway
 * may have told other steps of the same wake, so what it told last says nothing of what is missing
 * here: such a viewer is given all there is.
 */
/** The steps of the current wake, for those who come late. For use under one lock. */
final class WakeStory {
  /** A wake that has more to tell repeats itself: the steps after the first are given up. */
  static final int MOST = 200;

  /** A clock that is further ahead of ours is none. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** Who makes ids up is not to raise ours again and again. */
  private static final int MOST_EPOCHS = 16;

  private final Timepiece time;
  private final List<Step> steps = new ArrayList<>();

  /** The numbers of the current wake, in which it has had more than one if it was raised. */
  private final Deque<Long> epochs = new ArrayDeque<>();

  private Timepiece.Stopwatch begun;
  private int told;
  private Duration platform = Duration.ZERO;

  /** One step, and how many were told with it. */
  private record Step(int number, WakeEvent event) {}

  /** What an id says. */
  private record Position(long epoch, int told) {
    static Optional<Position> parse(String id) {
      int dash = id.indexOf('-');
      try {
        return dash < 0
            ? Optional.empty()
            : Optional.of(
                new Position(
                    Long.parseLong(id.substring(0, dash)),
                    Integer.parseInt(id.substring(dash + 1))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** What somebody has not seen. */
  sealed interface Missed {
    /** These, after what he has seen. */
    record Steps(List<WakeEvent> events) implements Missed {}

    /**
     * All of it; what he has seen is not part of it.
     *
     * @param id what he has seen with it
     */
    record All(String id, List<WakeEvent> events) implements Missed {}
  }

  /**
   * Of an app that nobody has woken yet.
   *
   * @param lastEpoch the number of the last wake in an earlier life; 0 if there was none
   */
  WakeStory(Timepiece time, long lastEpoch) {
    this.time = time;
    begun = time.start();
    epochs.add(Math.max(lastEpoch + 1, time.now().toEpochMilli()));
  }

  /** Forgets the wake before. */
  void begin() {
    steps.clear();
    told = 0;
    platform = Duration.ZERO;
    begun = time.start();
    long next = Math.max(epoch() + 1, time.now().toEpochMilli());
    epochs.clear();
    epochs.add(next);
  }

  /** The number of the current wake. */
  long epoch() {
    return epochs.getLast();
  }

  /** The id of who has seen all. */
  String position() {
    return epoch() + "-" + told;
  }

  /** Adds a step; empty if it says what the last one said. */
  Optional<WakeEvent> add(WakeEvent.Kind kind, String text) {
    if (!steps.isEmpty()) {
      WakeEvent last = steps.getLast().event();
      if (last.kind() == kind && last.text().equals(text)) {
        return Optional.empty();
      }
    }
    if (steps.size() == MOST) {
      steps.remove(1);
    }
    told++;
    WakeEvent event = new WakeEvent(position(), kind, text, time.now());
    steps.add(new Step(told, event));
    return Optional.of(event);
  }

  List<WakeEvent> events() {
    return steps.stream().map(Step::event).toList();
  }

  /** What somebody has not seen who saw the given one last; empty if he has seen none. */
  Missed after(String id) {
    if (id.isEmpty()) {
      return new Missed.Steps(events());
    }
    Optional<Position> last = Position.parse(id);
    if (last.filter(seen -> epochs.contains(seen.epoch()) && seen.told() <= told).isPresent()) {
      int seen = last.get().told();
      return new Missed.Steps(
          steps.stream().filter(step -> step.number() > seen).map(Step::event).toList());
    }
    last.ifPresent(other -> rise(other.epoch()));
    return new Missed.All(position(), events());
  }

  private void rise(long other) {
    boolean plausible = other >= epoch() && other <= time.now().plus(SKEW).toEpochMilli();
    if (plausible && epochs.size() < MOST_EPOCHS) {
      epochs.addLast(other + 1);
    }
  }

  /** Whether the last step ended it, or there is none. */
  boolean isOver() {
    return steps.isEmpty() || steps.getLast().event().isLast();
  }

  String stage() {
    return steps.isEmpty() ? "" : steps.getLast().event().text();
  }

  /** Its platform has it run; what is still to come is its answer. */
  void ran() {
    platform = elapsed();
  }

  /** How long it took, if it is over now. */
  Journal.Took took() {
    return new Journal.Took(elapsed(), platform);
  }

  /** Since the wake has begun. */
  Duration elapsed() {
    return begun.elapsed();
  }
}
