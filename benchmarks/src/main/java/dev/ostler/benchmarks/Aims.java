package dev.ostler.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of all promises, on one line. */
final class Aims {
  private Aims() {}

  /** How many were met, and what was missed or could not be measured, by name. */
  static String summary(List<Figure> figures) {
    long met = figures.stream().filter(each -> each.isGoalMet().equals(Optional.of(true))).count();
    return met
        + " met"
        + named("; missed: ", figures.stream().filter(Aims::isMissed).toList())
        + named("; not measured: ", figures.stream().filter(Aims::isOpen).toList());
  }

  private static boolean isMissed(Figure figure) {
    return figure.isGoalMet().equals(Optional.of(false));
  }

  /** A promise without a verdict, or a row that ended before it could promise anything. */
  private static boolean isOpen(Figure figure) {
    Cell ours = figure.cells().get(Contender.OSTLER);
    boolean ended = ours instanceof Cell.Failed || ours instanceof Cell.Absent;
    return ended || (figure.goal().isPresent() && figure.isGoalMet().isEmpty());
  }

  private static String named(String before, List<Figure> figures) {
    return figures.isEmpty()
        ? ""
        : before + figures.stream().map(Figure::title).collect(Collectors.joining(", "));
  }
}
