package dev.ostler.benchmarks;

import dev.ostler.testing.RealPart;
import dev.ostler.testing.Relay;
import dev.ostler.testing.RemoteHost;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host with an engine and containers as they are, beside other ways to look after them. */
final class FleetHostRow implements Row {
  private static final String IMAGE = "bench/small:1";
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);

  @Override
  public String name() {
    return "fleet-host";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    if (!RealPart.HOSTS.isThere()) {
      Cell absent =
          new Cell.Absent("not here: needs root, namespaces, openssh-server and docker.io");
      return List.of(
          new Figure(name(), "a host", "ms", Optional.empty(), Map.of(Contender.OSTLER, absent)));
    }
    try (RemoteHost host = RemoteHost.start("2g", Map.of("MaxStartups", "100"));
        Relay line = Relay.to(new InetSocketAddress(host.address(), 22)).withRoundTrip(ROUND_TRIP);
        Folder folder = bench.newFolder()) {
      addImage(host, folder.path());
      FleetPeers peers = new FleetPeers(bench, host, line, folder.path());
      List<Figure> counted = counted(bench, host);
      return List.of(counted.get(0), counted.get(1), counted.get(2), beside(bench, peers));
    }
  }

  /** One whose only program sleeps. */
  static void addImage(RemoteHost host, Path folder) throws Exception {
    Path root = Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("sleep"));
    Tools.run(
        List.of(
            "sh",
            "-c",
            "tar -C %s/image -c . | docker --host unix://%s import --change 'CMD [\"sleep\", \"1\"]' - %s"
                .formatted(folder, host.socket(), IMAGE)));
  }

  private List<Figure> counted(Bench bench, RemoteHost host) throws Exception {
    int containers = bench.options().quick() ? 10 : 100;
    try (FleetFolder fleet = FleetFolder.of(bench)) {
      fleet.write(
          List.of(FleetPeers.address(host, host.address(), 22)),
          FleetFolder.containers(IMAGE, containers, "1"));
      double _ = fleet.millis("apply");
      List<Map<Contender, Cell>> cells =
          new Rounds(3).with(Contender.OSTLER, () -> noOp(fleet, host)).run(bench.rounds(7, 2));
      double _ = fleet.millis("destroy", "--yes");
      String title = containers + " containers of a real host, nothing to do: ";
      return List.of(
          new Figure(name(), title + "apply", "ms", Optional.empty(), cells.get(0)),
          new Figure(
              name(),
              title + "calls to the engine",
              "",
              Optional.of(Goal.maxAtMost(3, "")),
              cells.get(1)),
          new Figure(
              name(), title + "SSH logins", "", Optional.of(Goal.maxAtMost(1, "")), cells.get(2)));
    }
  }

  private static double[] noOp(FleetFolder fleet, RemoteHost host) throws BenchmarkException {
    long calls = host.engineCalls().size();
    long logins = host.ssh().logins();
    double took = fleet.millis("apply");
    return new double[] {took, host.engineCalls().size() - calls, host.ssh().logins() - logins};
  }

  private Figure beside(Bench bench, FleetPeers peers) throws Exception {
    int containers = bench.options().quick() ? 3 : 20;
    try (FleetFolder fleet = FleetFolder.of(bench)) {
      fleet.write(peers.addresses(), FleetFolder.containers(IMAGE, containers, "1"));
      double _ = fleet.millis("apply");
      Rounds rounds =
          new Rounds(1)
              .with(Contender.OSTLER, () -> new double[] {fleet.millis("apply")})
              .with(Contender.DOCKER, () -> new double[] {peers.docker(containers)});
      peers.addCompose(rounds, IMAGE, containers);
      peers.addLibflexkube(rounds, IMAGE, containers);
      return new Figure(
          name(),
          containers
              + " containers of a real host 50 ms away, nothing to do (docker: one inspect each)",
          "ms",
          Optional.empty(),
          rounds.run(bench.rounds(3, 1)).getFirst());
    }
  }
}
