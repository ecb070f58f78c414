package dev.ostler.abuse;

import java.util.List;
import java.util.random.RandomGenerator;

/** The faults of one round: the first ones in turn, so that none is left out, others by chance. */
final class Deck {
  private final List<Fault> faults;
  private final long round;
  private final RandomGenerator random;
  private boolean begun;

  Deck(List<Fault> faults, long round, RandomGenerator random) {
    this.faults = List.copyOf(faults);
    this.round = round;
    this.random = random;
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  /** The next one; there must be some. */
  Fault draw() {
    if (begun) {
      return faults.get(random.nextInt(faults.size()));
    }
    begun = true;
    return faults.get(Math.floorMod(round, faults.size()));
  }
}
