package dev.ostler.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes the whole way to a goal in thought: what happens if every step succeeds. */
final class Simulation {
  /** Far more than any family needs. */
  private static final int LIMIT = 1_000;

  private Simulation() {}

  static List<Step> steps(Family family, Goal goal) {
    List<Step> steps = new ArrayList<>();
    walk(family, goal, steps);
    return steps;
  }

  static Family end(Family family, Goal goal) {
    return walk(family, goal, new ArrayList<>());
  }

  private static Family walk(Family start, Goal goal, List<Step> steps) {
    Family family = start;
    while (true) {
      Optional<Step> next = FamilyMachine.next(family, goal);
      if (next.isEmpty()) {
        return family;
      }
      if (steps.size() == LIMIT) {
        throw new AssertionError("internal error: no way from " + start + " to " + goal);
      }
      steps.add(next.get());
      family = FamilyMachine.after(family, next.get(), Family.PLANNED, goal);
    }
  }
}
