package dev.ostler.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All figures, a row each, Ostler first. Only contenders that take part in some row have a column.
 */
final class Table {
  private final List<Figure> figures;
  private final List<Contender> columns;

  Table(List<Figure> figures) {
    this.figures = List.copyOf(figures);
    this.columns =
        Arrays.stream(Contender.values())
            .filter(each -> figures.stream().anyMatch(row -> row.cells().containsKey(each)))
            .toList();
  }

  List<String> titles() {
    List<String> titles = new ArrayList<>(List.of("figure"));
    columns.forEach(column -> titles.add(column.title()));
    titles.add("repeat");
    return titles;
  }

  /** For each figure the lines of each of its cells, in the order of the titles. */
  List<List<List<String>>> rows() {
    return figures.stream().map(this::row).toList();
  }

  private List<List<String>> row(Figure figure) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(title(figure));
    columns.forEach(column -> cells.add(cell(figure, column)));
    cells.add(List.of("benchmarks/run --only " + figure.row()));
    return cells;
  }

  private static List<String> title(Figure figure) {
    List<String> lines = new ArrayList<>();
    lines.add(figure.title() + (figure.unit().isEmpty() ? "" : ", " + figure.unit()));
    figure.goal().ifPresent(goal -> lines.add("goal: " + goal.text() + verdict(figure)));
    return lines;
  }

  private static String verdict(Figure figure) {
    return figure.isGoalMet().map(met -> met ? ": met" : ": MISSED").orElse("");
  }

  private static List<String> cell(Figure figure, Contender column) {
    return switch (figure.cells().get(column)) {
      case null -> List.of("");
      case Cell.Absent(String remedy) -> List.of(remedy);
      case Cell.Failed(String reason) -> List.of("failed: " + reason);
      case Cell.Measured(Samples samples) -> measured(samples, figure.ratioTo(column));
    };
  }

  private static List<String> measured(Samples samples, Optional<Double> ratio) {
    List<String> lines = new ArrayList<>(List.of(Numbers.text(samples.median())));
    if (samples.count() > 1) {
      lines.add(Numbers.text(samples.min()) + "–" + Numbers.text(samples.percentile(99)));
    }
    ratio.ifPresent(value -> lines.add("ratio " + Numbers.text(value)));
    return lines;
  }
}
