package dev.ostler.benchmarks;

import static dev.ostler.benchmarks.Contender.FLOOR;
import static dev.ostler.benchmarks.Contender.LEAST;
import static dev.ostler.benchmarks.Contender.OSTLER;
import static dev.ostler.benchmarks.Contender.TINI;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTest {
  private final Cell thirty = new Cell.Measured(Samples.of(30));
  private final Cell twenty = new Cell.Measured(Samples.of(20));
  private final Cell absent = new Cell.Absent("not here: apt-get install tini");

  @Test
  void ratioIsOstlersMedianByTheOthers() {
    Figure figure = figure(Goal.medianAtMost(1, "ms"), Map.of(OSTLER, thirty, FLOOR, twenty));

    assertThat(figure.ratioTo(FLOOR)).contains(1.5);
    assertThat(figure.ratioTo(OSTLER)).isEmpty();
  }

  @Test
  void whatIsAbsentHasNoRatio() {
    Figure figure = figure(Goal.medianAtMost(1, "ms"), Map.of(OSTLER, thirty, TINI, absent));

    assertThat(figure.ratioTo(TINI)).isEmpty();
    assertThat(figure.ratioTo(FLOOR)).isEmpty();
  }

  @Test
  void limitItselfMeetsAGoal() {
    Map<Contender, Cell> cells = Map.of(OSTLER, thirty, FLOOR, twenty);

    assertThat(figure(Goal.medianAtMost(30, "ms"), cells).isGoalMet()).contains(true);
    assertThat(figure(Goal.medianAtLeast(30, "ms"), cells).isGoalMet()).contains(true);
    assertThat(figure(Goal.p95AtMost(30, "ms"), cells).isGoalMet()).contains(true);
    assertThat(figure(Goal.ratioAtMost(1.5, FLOOR), cells).isGoalMet()).contains(true);
    assertThat(figure(Goal.aboveAtMost(10, "ms", FLOOR), cells).isGoalMet()).contains(true);
  }

  @Test
  void beyondTheLimitAGoalIsMissed() {
    Map<Contender, Cell> cells = Map.of(OSTLER, thirty, FLOOR, twenty);

    assertThat(figure(Goal.medianAtMost(29, "ms"), cells).isGoalMet()).contains(false);
    assertThat(figure(Goal.medianAtLeast(31, "ms"), cells).isGoalMet()).contains(false);
    assertThat(figure(Goal.p95AtMost(29, "ms"), cells).isGoalMet()).contains(false);
    assertThat(figure(Goal.p99AtMost(29, "ms"), cells).isGoalMet()).contains(false);
    assertThat(figure(Goal.maxAtMost(29, "ms"), cells).isGoalMet()).contains(false);
    assertThat(figure(Goal.ratioAtMost(1.4, FLOOR), cells).isGoalMet()).contains(false);
    assertThat(figure(Goal.aboveAtMost(9, "ms", FLOOR), cells).isGoalMet()).contains(false);
  }

  @Test
  void whatTheLeastNeedsMoreThanTheFloorIsAllowedOnce() {
    Goal goal = Goal.ratioAtMostBesideLeast(1.5); // 30 and 25 - 20
    Map<Contender, Cell> met = Map.of(OSTLER, ms(35), FLOOR, twenty, LEAST, ms(25));
    Map<Contender, Cell> missed = Map.of(OSTLER, ms(36), FLOOR, twenty, LEAST, ms(25));

    assertThat(figure(goal, met).isGoalMet()).contains(true);
    assertThat(figure(goal, missed).isGoalMet()).contains(false);
    assertThat(figure(goal, Map.of(OSTLER, thirty, FLOOR, twenty)).isGoalMet()).isEmpty();
  }

  private static Cell ms(double value) {
    return new Cell.Measured(Samples.of(value));
  }

  @Test
  void goalAgainstSomebodyAbsentIsOpen() {
    Goal goal = Goal.medianAtMost(30, "ms").and(Goal.ratioAtMost(1, TINI));

    assertThat(figure(goal, Map.of(OSTLER, thirty, TINI, absent)).isGoalMet()).isEmpty();
    assertThat(figure(goal, Map.of(TINI, twenty)).isGoalMet()).isEmpty();
  }

  @Test
  void partThatIsMissedCountsThoughTheOtherIsOpen() {
    Goal missed = Goal.medianAtMost(5, "ms");
    Goal open = Goal.ratioAtMost(1, TINI);
    Map<Contender, Cell> cells = Map.of(OSTLER, thirty, TINI, absent);

    assertThat(figure(missed.and(open), cells).isGoalMet()).contains(false);
    assertThat(figure(open.and(missed), cells).isGoalMet()).contains(false);
  }

  @Test
  void bothPartsOfAGoalMustHold() {
    Goal goal = Goal.medianAtMost(30, "ms").and(Goal.ratioAtMost(1, FLOOR));

    assertThat(goal.text()).isEqualTo("median ≤ 30 ms, ≤ 1 × floor");
    assertThat(figure(goal, Map.of(OSTLER, thirty, FLOOR, twenty)).isGoalMet()).contains(false);
    assertThat(figure(goal, Map.of(OSTLER, thirty, FLOOR, thirty)).isGoalMet()).contains(true);
  }

  private static Figure figure(Goal goal, Map<Contender, Cell> cells) {
    return new Figure("row", "title", "ms", Optional.of(goal), cells);
  }
}
