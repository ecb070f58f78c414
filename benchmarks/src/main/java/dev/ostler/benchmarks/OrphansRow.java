package dev.ostler.benchmarks;

import dev.ostler.testing.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A hundred thousand orphans made as fast as one process can, under the supervisor as PID 1. */
final class OrphansRow implements Row {
  private static final Duration SAMPLING = Duration.ofMillis(100);

  @Override
  public String name() {
    return "orphans";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    int count = bench.rounds(100_000, 5_000);
    Supervisors all = bench.supervisors();
    Rounds rounds = new Rounds(4);
    for (Supervisor supervisor : List.of(all.ostler(), all.tini(), all.dumbInit())) {
      rounds.with(supervisor, () -> reapAll(bench, supervisor, count));
    }
    List<Map<Contender, Cell>> cells = rounds.run(bench.rounds(3, 1));
    String made = count + " orphans of PID 1";
    return List.of(
        new Figure(name(), made + ": made and reaped", "ms", Optional.empty(), cells.get(0)),
        new Figure(
            name(), made + ": zombies left", "", Optional.of(Goal.maxAtMost(0, "")), cells.get(1)),
        new Figure(
            name(),
            made + ": most zombies at once, looked at each 100 ms",
            "",
            Optional.empty(),
            cells.get(2)),
        new Figure(
            name(),
            made + ": growth of resident memory meanwhile",
            "MB",
            // A young generation is filled once, however many come.
            Optional.of(Goal.medianAtMost(4, "MB")),
            cells.get(3)));
  }

  private static double[] reapAll(Bench bench, Supervisor supervisor, int count) throws Exception {
    try (Instance instance =
        Instance.start(
            bench,
            supervisor,
            pidNamespace(),
            bench.probes().orphans(),
            List.of(Integer.toString(count)),
            (_, child) -> Job.of(child))) {
      long began = instance.awaitChild().nanos();
      int supervisorPid = Proc.children(instance.pid()).getFirst();
      long residentBefore = Proc.memory(supervisorPid, "Rss");
      long most = watchUntilMade(instance, supervisorPid);
      long left = awaitNoZombies(supervisorPid);
      double took = Millis.between(began, System.nanoTime());
      double growth = (Proc.memory(supervisorPid, "Rss") - residentBefore) / 1024.0;
      bench.agent().end(supervisorPid, Signal.TERM, Instance.PATIENCE);
      return new double[] {took, left, Math.max(most, left), growth};
    }
  }

  private static List<String> pidNamespace() throws IOException {
    List<String> world = new ArrayList<>(List.of("unshare"));
    if (!System.getProperty("user.name").equals("root")) {
      world.add("--map-root-user");
    }
    world.addAll(List.of("--pid", "--fork", "--kill-child", "--mount-proc"));
    return world;
  }

  private static long watchUntilMade(Instance instance, int supervisorPid) throws Exception {
    long most = 0;
    while (instance.events().next(event -> event.kind() == Event.Kind.MADE, SAMPLING).isEmpty()) {
      most = Math.max(most, ProcFs.zombies(supervisorPid));
      if (!ProcFs.isAlive(supervisorPid)) {
        throw new BenchmarkException("ended among the orphans");
      }
    }
    return most;
  }

  private static long awaitNoZombies(int supervisorPid) throws Exception {
    long deadline = System.nanoTime() + Instance.PATIENCE.toNanos();
    long left = ProcFs.zombies(supervisorPid);
    while (left > 0 && System.nanoTime() < deadline) {
      Thread.sleep(1);
      left = ProcFs.zombies(supervisorPid);
    }
    return left;
  }
}
