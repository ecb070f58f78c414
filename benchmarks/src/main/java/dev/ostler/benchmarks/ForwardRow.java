package dev.ostler.benchmarks;

import java.util.List;
import java.util.Optional;

/** From a signal to the supervisor to the handler of its child. */
final class ForwardRow implements Row {
  @Override
  public String name() {
    return "forward";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    Supervisors all = bench.supervisors();
    Rounds rounds = new Rounds(1);
    for (Supervisor supervisor :
        List.of(all.ostler(), all.bareChild(), all.tini(), all.dumbInit())) {
      rounds.with(
          supervisor,
          new LiveSampler(
              () -> startWithChild(bench, supervisor), instance -> forward(bench, instance)));
    }
    return List.of(
        new Figure(
            name(),
            "forwarding: SIGUSR1 to the supervisor to the child's handler (floor: to the child)",
            "ms",
            Optional.of(Goal.p99AtMost(1, "ms")),
            rounds.run(bench.rounds(1000, 100)).getFirst()));
  }

  private static Instance startWithChild(Bench bench, Supervisor supervisor) throws Exception {
    Instance instance = Instance.start(bench, supervisor);
    instance.awaitChild();
    return instance;
  }

  private static double[] forward(Bench bench, Instance instance) throws Exception {
    long sent = bench.agent().signal(instance.pid(), Signal.USR1);
    return new double[] {Millis.between(sent, instance.awaitSignal(Signal.USR1).nanos())};
  }
}
