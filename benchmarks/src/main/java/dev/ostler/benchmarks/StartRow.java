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
    Supervisor spawningJvm = all.spawningJvm();
    Rounds rounds =
        new Rounds(3)
            .with(
                ostler,
                () -> {
                  double first = start(bench, ostler);
                  return new double[] {first, first, start(bench, reexecuted)};
                })
            .with(
                emptyJvm,
                () -> {
                  double empty = startAndKill(bench, emptyJvm);
                  return new double[] {empty, startAndEndChild(bench, spawningJvm), empty};
                });
    for (Supervisor peer :
        List.of(
            all.entrypointFramework(),
            all.quarksContainerRun(),
            all.s6(),
            all.supervisord(),
            all.tini(),
            all.dumbInit())) {
      rounds.with(peer, () -> thrice(start(bench, peer)));
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
            "the same (floor: a Java main that does nothing but posix_spawn of the child)",
            "ms",
            Optional.of(Goal.ratioAtMost(1.5, Contender.FLOOR)),
            cells.get(1)),
        new Figure(
            name(),
            "start, Ostler re-executing itself in place (no env --block-signal)",
            "ms",
            Optional.empty(),
            cells.get(2)));
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

  /** For a parent that ends with its child and passes no signal on. */
  private static double startAndEndChild(Bench bench, Supervisor supervisor) throws Exception {
    try (Instance instance = Instance.start(bench, supervisor)) {
      Event child = instance.awaitChild();
      bench.agent().signal(child.pid(), Signal.TERM);
      return Millis.between(instance.executedAt(), child.nanos());
    }
  }

  private static double[] thrice(double value) {
    return new double[] {value, value, value};
  }
}
