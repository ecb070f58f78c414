package dev.ostler.benchmarks;

import static dev.ostler.benchmarks.Contender.FLOOR;
import static dev.ostler.benchmarks.Contender.OSTLER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AimsTest {
  private static final Cell GONE = new Cell.Absent("needs root");
  private static final Cell TEN = new Cell.Measured(Samples.of(10));

  @Test
  void whatIsMissedOrNotMeasuredIsNamed() {
    List<Figure> figures =
        List.of(
            figure("stop", Goal.medianAtMost(20, "ms"), Map.of(OSTLER, TEN)),
            figure("start", Goal.medianAtMost(5, "ms"), Map.of(OSTLER, TEN)),
            figure("idle", Goal.ratioAtMost(2, FLOOR), Map.of(OSTLER, TEN)),
            Figure.failed("many", "no room"),
            new Figure("fleet", "fleet", "s", Optional.empty(), Map.of(OSTLER, GONE)),
            new Figure("memory", "memory", "MB", Optional.empty(), Map.of(OSTLER, TEN)));

    assertThat(Aims.summary(figures))
        .isEqualTo("1 met; missed: start; not measured: idle, many, fleet");
  }

  @Test
  void nothingElseIsSaidWhenAllAreMet() {
    List<Figure> figures =
        List.of(figure("stop", Goal.medianAtMost(20, "ms"), Map.of(OSTLER, TEN)));

    assertThat(Aims.summary(figures)).isEqualTo("1 met");
  }

  private static Figure figure(String title, Goal goal, Map<Contender, Cell> cells) {
    return new Figure(title, title, "ms", Optional.of(goal), cells);
  }
}
