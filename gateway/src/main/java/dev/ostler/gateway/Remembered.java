package dev.ostler.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What outlasts the gateway of one app.
 *
 * @param barred whether a person does not want visitors to wake it
 * @param failures how many wakes that somebody wanted have failed since one has not
 * @param trouble why it could not be woken last; empty since it was
 * @param keptAwake until when a person has it awake; empty if nobody has
 * @param lastWake what the ids of its last wake begin with
 * @param past what became of it
 */
record Remembered(
    boolean barred,
    int failures,
    Optional<String> trouble,
    Optional<Instant> keptAwake,
    long lastWake,
    History.Past past) {
  static final Remembered NOTHING =
      new Remembered(false, 0, Optional.empty(), Optional.empty(), 0, History.Past.NONE);

  /** Refuses what makes no sense. */
  Remembered {
    if (failures < 0) {
      throw new IllegalArgumentException("failures must not be negative, got " + failures);
    }
  }

  /** The same without what people wished. */
  Remembered withoutWishes() {
    return new Remembered(false, failures, trouble, Optional.empty(), lastWake, past);
  }

  /** What whoever looks after the app from now on is to know first. */
  List<AppInput> inputs(Instant now) {
    List<AppInput> inputs = new ArrayList<>();
    inputs.add(
        new AppInput.Remembered(
            barred, failures, trouble.map(why -> new Observation.Failed(why, List.of()))));
    keptAwake
        .map(until -> Duration.between(now, until))
        .filter(Duration::isPositive)
        .map(left -> left.compareTo(SideDoor.LONGEST_TIME) < 0 ? left : SideDoor.LONGEST_TIME)
        .ifPresent(left -> inputs.add(new AppInput.KeptAwake(left)));
    return inputs;
  }
}
