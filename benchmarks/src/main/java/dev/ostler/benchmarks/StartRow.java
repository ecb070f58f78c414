package dev.ostler.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the execution of the supervisor to the first instruction of its child. */
final class StartRow implements Row {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    Supervisor ostler = all.ostler();
    Supervisor reexecuted = all.ostlerReexecuted();
    Supervisor emptyJvm = all.emptyJvm();
    Rounds rounds =
        new Rounds(2)
            .with(ostler, () -> new double[] {start(bench, ostler), start(bench, reexecuted)})
            .with(emptyJvm, () -> twice(startAndKill(bench, emptyJvm)));
    for (Supervisor peer :
        List.of(
            all.entrypointFramework(),
            all.quarksContainerRun(),
            all.s6(),
            all.supervisord(),
            all.tini(),
            all.dumbInit())) {
      rounds.with(peer, () -> twice(start(bench, peer)));
    }
    List<Map<Contender, Cell>> cells = rounds.run(bench.rounds(21, 3));
    return List.of(
        new Figure(
            name(),
            "start: exec to the child's first instruction (floor: an empty Java main entered)",
            "ms",
            Optional.of(Goal.ratioAtMost(1.5, Contender.FLOOR)),
            cells.get(0)),
        new Figure(
            name(),
            "start, Ostler re-executing itself in place (no env --block-signal)",
            "ms",
            Optional.empty(),
            cells.get(1)));
  }

  private static double start(Bench bench, Supervisor supervisor) throws Exception {
    try (Instance instance = Instance.start(bench, supervisor)) {
      return Millis.between(instance.executedAt(), instance.awaitChild().nanos());
    }
  }

  private static double startAndKill(Bench bench, Supervisor supervisor) throws Exception {
    try (Instance instance = Instance.start(bench, supervisor)) {
      double started = Millis.between(instance.executedAt(), instance.awaitChild().nanos());
      instance.kill();
      return started;
    }
  }

  private static double[] twice(double value) {
    return new double[] {value, value};
  }
}
