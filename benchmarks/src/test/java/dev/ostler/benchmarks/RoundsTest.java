package dev.ostler.benchmarks;

import static dev.ostler.benchmarks.Contender.FLOOR;
import static dev.ostler.benchmarks.Contender.OSTLER;
import static dev.ostler.benchmarks.Contender.TINI;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> order = new ArrayList<>();

  @Test
  void contendersTakeTurns() throws Exception {
    new Rounds(1).with(OSTLER, named("a")).with(FLOOR, named("b")).run(3);

    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void oneThatFailsIsNotAskedAgainAndTheOthersGoOn() throws Exception {
    Sampler failing =
        () -> {
          order.add("bad");
          throw new BenchmarkException("no");
        };

    Map<Contender, Cell> cells =
        new Rounds(1).with(OSTLER, failing).with(FLOOR, named("b")).run(2).getFirst();

    assertThat(order).containsExactly("bad", "b", "b");
    assertThat(cells.get(OSTLER)).isEqualTo(new Cell.Failed("no"));
    assertThat(cells.get(FLOOR)).isInstanceOf(Cell.Measured.class);
  }

  @Test
  void whatIsNotHereSaysHowToGetIt() throws Exception {
    Map<Contender, Cell> cells =
        new Rounds(1).with(Supervisor.absent(TINI, "get it"), named("a")).run(1).getFirst();

    assertThat(order).isEmpty();
    assertThat(cells).containsExactly(Map.entry(TINI, new Cell.Absent("get it")));
  }

  @Test
  void figureInWhichSomebodyTakesNoPartHasNoCell() throws Exception {
    List<Map<Contender, Cell>> cells =
        new Rounds(2).with(FLOOR, () -> new double[] {1, Double.NaN}).run(2);

    assertThat(cells.getFirst()).containsOnlyKeys(FLOOR);
    assertThat(cells.getLast()).isEmpty();
  }

  private Sampler named(String name) {
    return () -> {
      order.add(name);
      return new double[] {1};
    };
  }
}
