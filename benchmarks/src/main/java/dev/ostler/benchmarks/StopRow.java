package dev.ostler.benchmarks;

import java.util.List;
import java.util.Optional;

/** From TERM to the end of the supervisor, over a child that ends at once. */
final class StopRow implements Row {
  @Override
  public String name() {
    return "stop";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    Rounds rounds = new Rounds(1);
    for (Supervisor supervisor :
        List.of(
            all.ostler(),
            all.bareChild(),
            all.entrypointFramework(),
            all.quarksContainerRun(),
            all.s6(),
            all.supervisord(),
            all.tini(),
            all.dumbInit())) {
      rounds.with(supervisor, () -> new double[] {stop(bench, supervisor)});
    }
    return List.of(
        new Figure(
            name(),
            "stop: SIGTERM to gone, the child ends at once (floor: the child alone)",
            "ms",
            Optional.of(Goal.medianAtMost(20, "ms")),
            rounds.run(bench.rounds(21, 3)).getFirst()));
  }

  private static double stop(Bench bench, Supervisor supervisor) throws Exception {
    try (Instance instance = Instance.start(bench, supervisor)) {
      instance.awaitChild();
      // Some supervisors tell apart a child that has just started.
      Thread.sleep(100);
      return Millis.of(instance.stop());
    }
  }
}
