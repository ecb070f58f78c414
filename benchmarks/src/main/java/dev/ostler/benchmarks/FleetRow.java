package dev.ostler.benchmarks;

import dev.ostler.testing.RealPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fleets grow: many hosts 50 ms away, with engines that answer from memory. */
final class FleetRow implements Row {
  private static final String IMAGE = "bench/small:1";
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  private int version;

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    if (!RealPart.SSHD.isThere() || !RealPart.ROOT.isThere()) {
      Cell absent = new Cell.Absent("not here: needs root, and apt-get install openssh-server");
      return List.of(
          new Figure(name(), "fleets", "ms", Optional.empty(), Map.of(Contender.OSTLER, absent)));
    }
    List<Figure> figures = new ArrayList<>(nothingToDo(bench));
    figures.addAll(manyHosts(bench));
    return figures;
  }

  private List<Figure> nothingToDo(Bench bench) throws Exception {
    int containers = bench.options().quick() ? 10 : 100;
    try (StandInHosts hosts = new StandInHosts(20, ROUND_TRIP, IMAGE);
        FleetFolder one = FleetFolder.of(bench);
        FleetFolder ten = FleetFolder.of(bench);
        FleetFolder twenty = FleetFolder.of(bench)) {
      String all = FleetFolder.containers(IMAGE, containers, "1");
      one.write(hosts.addresses(1), all);
      ten.write(hosts.addresses(10), all);
      twenty.write(hosts.addresses(20), all);
      double _ = twenty.millis("apply");
      int rounds = bench.rounds(7, 2);
      Map<Contender, Cell> tenHosts =
          new Rounds(1)
              .with(Contender.OSTLER, () -> new double[] {ten.millis("plan")})
              .run(rounds)
              .getFirst();
      Map<Contender, Cell> twentyHosts =
          new Rounds(1)
              .with(Contender.OSTLER, () -> new double[] {twenty.millis("plan")})
              .with(Contender.FLOOR, () -> new double[] {one.millis("plan")})
              .run(rounds)
              .getFirst();
      Map<Contender, Cell> changes =
          new Rounds(1)
              .with(Contender.OSTLER, () -> change(twenty, hosts.addresses(20)))
              .with(Contender.FLOOR, () -> change(one, hosts.addresses(1)))
              .run(rounds)
              .getFirst();
      String away = " of %d containers each, 50 ms away: nothing to do".formatted(containers);
      return List.of(
          new Figure(
              name(),
              "10 hosts" + away,
              "ms",
              Optional.of(Goal.medianAtMost(2000, "ms")),
              tenHosts),
          new Figure(
              name(),
              "20 hosts" + away + " (floor: one of them)",
              "ms",
              Optional.of(Goal.ratioAtMost(2, Contender.FLOOR)),
              twentyHosts),
          new Figure(
              name(),
              "20 hosts, 50 ms away: one container replaced on each (floor: on one)",
              "ms",
              Optional.of(Goal.ratioAtMost(2, Contender.FLOOR)),
              changes));
    }
  }

  private double[] change(FleetFolder fleet, List<String> addresses) throws Exception {
    version++;
    fleet.write(addresses, FleetFolder.container("web0", IMAGE, "changed" + version));
    return new double[] {fleet.millis("apply", "--only", "web0")};
  }

  private List<Figure> manyHosts(Bench bench) throws Exception {
    int count = bench.options().quick() ? 20 : 100;
    try (StandInHosts hosts = new StandInHosts(count, Duration.ZERO, IMAGE);
        FleetFolder fleet = FleetFolder.of(bench)) {
      fleet.write(hosts.addresses(count), FleetFolder.containers(IMAGE, 50, "1"));
      double _ = fleet.millis("apply");
      List<Map<Contender, Cell>> cells =
          new Rounds(2)
              .with(
                  Contender.OSTLER,
                  () -> new double[] {fleet.millis("plan"), fleet.megabytes("plan")})
              .run(bench.rounds(5, 1));
      String title = count + " hosts of 50 containers each: nothing to do";
      return List.of(
          new Figure(name(), title, "ms", Optional.empty(), cells.get(0)),
          new Figure(
              name(),
              title + ", most memory at once, all of the process",
              "MB",
              Optional.of(Goal.maxAtMost(512, "MB")),
              cells.get(1)));
    }
  }
}
