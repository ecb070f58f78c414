package dev.ostler.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From the first death of a child to the first instruction of the next. */
final class RestartRow implements Row {
  /** Longer than the second after which s6 and supervisord take a child for started. */
  private static final Duration UP = Duration.ofMillis(1500);

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    Rounds rounds = new Rounds(1);
    for (Supervisor supervisor : List.of(all.ostler(), all.s6(), all.supervisord())) {
      rounds.with(supervisor, () -> new double[] {restart(bench, supervisor)});
    }
    return List.of(
        new Figure(
            name(),
            "first restart: SIGKILL of the child to the next one's first instruction",
            "ms",
            Optional.of(Goal.medianAtMost(10, "ms")),
            rounds.run(bench.rounds(11, 2)).getFirst()));
  }

  private static double restart(Bench bench, Supervisor supervisor) throws Exception {
    try (Instance instance =
        Instance.start(bench, supervisor, (_, child) -> Job.of(child).restarting())) {
      int child = instance.awaitChild().pid();
      Thread.sleep(UP);
      long killed = bench.agent().signal(child, Signal.KILL);
      return Millis.between(killed, instance.awaitChild().nanos());
    }
  }
}
