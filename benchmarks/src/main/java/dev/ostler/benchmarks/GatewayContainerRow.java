package dev.ostler.benchmarks;

import dev.ostler.testing.RealPart;
import dev.ostler.testing.RemoteHost;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a request for an app whose container is stopped to the answer. What takes requests runs all
 * the time, so that it is the same container that is started for everybody, and no program in it
 * that is waited for.
 */
final class GatewayContainerRow implements Row {
  private static final String IMAGE = "bench/small:1";

  @Override
  public String name() {
    return "gateway-container";
  }

  @Override
  public List<Figure> measure(Bench bench) throws Exception {
    if (!RealPart.HOSTS.isThere()) {
      return List.of(
          figure(
              "a container",
              Map.of(
                  Contender.OSTLER,
                  new Cell.Absent("not here: needs root, namespaces and docker.io"))));
    }
    try (RemoteHost host = RemoteHost.start("2g", Map.of());
        Cores cores = Cores.part();
        WebServer app = new ReverseProxies(bench, cores).app();
        Folder folder = bench.newFolder()) {
      FleetHostRow.addImage(host, folder.path());
      return measure(bench, new Place(host, app, folder.path()));
    }
  }

  /** Where it is measured. */
  private record Place(RemoteHost host, WebServer app, Path folder) {
    private String docker(String... words) throws BenchmarkException {
      List<String> command =
          new ArrayList<>(List.of("docker", "--host", "unix://" + host.socket()));
      command.addAll(List.of(words));
      return Tools.run(command);
    }

    /** Makes a container that does nothing but run. */
    void make(String name) throws BenchmarkException {
      String label = "--label=sablier.enable=true";
      String _ = docker("create", "--name", name, "--network=host", label, IMAGE, "sleep", "1d");
    }

    /** As every program that speaks to the engine does it; returns how long it took. */
    double start(String container) throws Exception {
      try (SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(host.socket()))) {
        long began = System.nanoTime();
        String request =
            "POST /containers/" + container + "/start HTTP/1.0\r\nHost: engine\r\n\r\n";
        int _ = engine.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(1000);
        int _ = engine.read(answer);
        double took = Millis.between(began, System.nanoTime());
        String head = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        if (!head.contains(" 204 ")) {
          throw new BenchmarkException("cannot start " + container + ": " + head);
        }
        return took;
      }
    }

    /** Else somebody had not noticed its end, and the answer says nothing. */
    void requireRunning(String container) throws BenchmarkException {
      if (!docker("inspect", "--format={{.State.Running}}", container).strip().equals("true")) {
        throw new BenchmarkException(container + " was not started for the request");
      }
    }

    void rest(String container) throws Exception {
      String _ = docker("stop", "--time=0", container);
      Thread.sleep(1000); // until everybody has noticed
    }
  }

  private List<Figure> measure(Bench bench, Place place) throws Exception {
    for (String name : List.of("bare", "ostler", "sablier", "sablier-quick")) {
      place.make(name);
    }
    Path sablier = bench.options().peers().get("sablier");
    List<WebServer> servers = new ArrayList<>();
    try {
      WebServer gateway = gateway(bench, place);
      servers.add(gateway);
      Rounds rounds =
          new Rounds(2)
              .with(Contender.OSTLER, () -> twice(wake(place, gateway, "/", "ostler")))
              .with(Contender.FLOOR, () -> twice(start(place)));
      if (sablier == null) {
        rounds.with(
            Supervisor.absent(Contender.SABLIER, "not here: --peer sablier=PROGRAM"),
            () -> twice(Double.NaN));
      } else {
        WebServer asItComes = sablier(bench, place, sablier, "5s");
        servers.add(asItComes);
        WebServer often = sablier(bench, place, sablier, "50ms");
        servers.add(often);
        rounds.with(
            Contender.SABLIER,
            () ->
                new double[] {
                  wake(place, asItComes, blocking("sablier"), "sablier"),
                  wake(place, often, blocking("sablier-quick"), "sablier-quick")
                });
      }
      List<Map<Contender, Cell>> cells = rounds.run(bench.rounds(11, 2));
      String title = "a request for an app whose container is stopped: to its answer";
      return List.of(
          figure(title + " (floor: the engine starts it)", cells.get(0)),
          figure("the same; Sablier looks every 50 ms instead of every 5 s", cells.get(1)));
    } finally {
      for (WebServer server : servers) {
        server.close();
      }
    }
  }

  private Figure figure(String title, Map<Contender, Cell> cells) {
    return new Figure(name(), title, "ms", Optional.empty(), cells);
  }

  private static String blocking(String container) {
    return "/api/strategies/blocking?session_duration=12h&timeout=1m&names=" + container;
  }

  private static double wake(Place place, WebServer server, String path, String container)
      throws Exception {
    try (HttpConnection visitor = HttpConnection.to(server.address())) {
      long began = System.nanoTime();
      int status = visitor.get(path);
      long answered = System.nanoTime();
      if (status != HttpConnection.OK) {
        throw new BenchmarkException("answered with " + status);
      }
      place.requireRunning(container);
      place.rest(container);
      return Millis.between(began, answered);
    }
  }

  private static double start(Place place) throws Exception {
    double took = place.start("bare");
    place.rest("bare");
    return took;
  }

  private static WebServer gateway(Bench bench, Place place) throws Exception {
    int port = WebServer.freePort();
    Path file =
        Files.writeString(
            place.folder().resolve("gateway.yaml"),
            """
            listen: 127.0.0.1:%d
            apps:
              app:
                hosts: '*'
                container: {name: ostler, engine: "unix://%s", port: %d}
                idle: {after: 12h, awake: 0s}
            """
                .formatted(port, place.host().socket(), place.app().port()));
    List<String> command =
        List.of(FleetFolder.launcher(bench).toString(), "gateway", file.toString());
    Path folder = Files.createDirectories(place.folder().resolve("gateway"));
    return WebServer.start(bench, folder, port, command).awaitListening();
  }

  private static WebServer sablier(Bench bench, Place place, Path program, String every)
      throws Exception {
    int port = WebServer.freePort();
    List<String> command =
        List.of(
            "env",
            "DOCKER_HOST=unix://" + place.host().socket(),
            program.toString(),
            "start",
            "--provider.name=docker",
            "--provider.auto-stop-on-startup=false",
            "--server.port=" + port,
            "--strategy.blocking.default-refresh-frequency=" + every);
    Path folder = Files.createDirectories(place.folder().resolve("sablier-" + every));
    return WebServer.start(bench, folder, port, command).awaitListening();
  }

  private static double[] twice(double value) {
    return new double[] {value, value};
  }
}
