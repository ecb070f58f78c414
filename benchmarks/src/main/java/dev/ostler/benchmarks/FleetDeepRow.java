package dev.ostler.benchmarks;

import dev.ostler.testing.RealPart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long a look takes for which each container is asked: one host 50 ms away. */
final class FleetDeepRow implements Row {
  private static final String IMAGE = "bench/small:1";
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  @Override
  public String name() {
    return "fleet-deep";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    if (!RealPart.SSHD.isThere() || !RealPart.ROOT.isThere()) {
      Cell absent = new Cell.Absent("not here: needs root, and apt-get install openssh-server");
      return List.of(
          new Figure(name(), "a fleet", "ms", Optional.empty(), Map.of(Contender.OSTLER, absent)));
    }
    int containers = bench.options().quick() ? 10 : 100;
    try (StandInHosts hosts = new StandInHosts(1, ROUND_TRIP, IMAGE);
        FleetFolder fleet = FleetFolder.of(bench)) {
      fleet.write(hosts.addresses(1), FleetFolder.containers(IMAGE, containers, "1"));
      double _ = fleet.millis("apply");
      List<Map<Contender, Cell>> cells =
          new Rounds(3).with(Contender.OSTLER, () -> looks(fleet)).run(bench.rounds(7, 2));
      String host = "a host of %d containers 50 ms away: ".formatted(containers);
      String title = host + "plan --deep";
      return List.of(
          new Figure(name(), host + "plan, nothing to do", "ms", Optional.empty(), cells.get(2)),
          new Figure(name(), title, "ms", Optional.empty(), cells.get(0)),
          new Figure(
              name(),
              title + ", more than plan",
              "ms",
              Optional.of(Goal.medianAtMost(1500, "ms")),
              cells.get(1)));
    }
  }

  private static double[] looks(FleetFolder fleet) throws BenchmarkException {
    double deep = fleet.millis("plan", "--deep");
    double usual = fleet.millis("plan");
    return new double[] {deep, deep - usual, usual};
  }
}
