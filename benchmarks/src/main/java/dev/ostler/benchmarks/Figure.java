package dev.ostler.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table.
 *
 * @param row the name by which {@code --only} selects what measures it
 * @param title what was measured, from which moment to which
 * @param unit of every sample
 * @param goal what Ostler promises, if anything
 * @param cells what each contender showed; whoever takes no part has none
 */
record Figure(
    String row, String title, String unit, Optional<Goal> goal, Map<Contender, Cell> cells) {
  Figure {
    cells = cells.isEmpty() ? Map.of() : Map.copyOf(cells);
  }

  /** Of a row that could not be measured at all. */
  static Figure failed(String row, String reason) {
    return new Figure(
        row, row, "", Optional.empty(), Map.of(Contender.OSTLER, new Cell.Failed(reason)));
  }

  /** Only those that were measured. */
  Map<Contender, Samples> measured() {
    Map<Contender, Samples> measured = new EnumMap<>(Contender.class);
    cells.forEach((contender, cell) -> {
      if (cell instanceof Cell.Measured(Samples samples)) {
        measured.put(contender, samples);
      }
    });
    return measured;
  }

  /** Whether Ostler keeps its promise; empty if there is none, or too little was measured. */
  Optional<Boolean> isGoalMet() {
    return goal.flatMap(promise -> promise.check().isMet(measured()));
  }

  /** Ostler's median divided by this contender's; empty for Ostler itself. */
  Optional<Double> ratioTo(Contender contender) {
    Map<Contender, Samples> measured = measured();
    Samples ours = measured.get(Contender.OSTLER);
    Samples theirs = measured.get(contender);
    if (contender == Contender.OSTLER || ours == null || theirs == null || theirs.median() == 0) {
      return Optional.empty();
    }
    return Optional.of(ours.median() / theirs.median());
  }
}
