package dev.ostler.benchmarks;

import dev.ostler.testing.Relay;
import dev.ostler.testing.RemoteHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Other ways to look after the containers of a host that is some time away. */
final class FleetPeers {
  private final Bench bench;
  private final RemoteHost host;
  private final Relay line;
  private final Path folder;

  FleetPeers(Bench bench, RemoteHost host, Relay line, Path folder) throws IOException {
    this.bench = bench;
    this.host = host;
    this.line = line;
    this.folder = folder;
    writeSsh();
  }

  /** What the others call for connecting: OpenSSH that knows the key of this host. */
  private void writeSsh() throws IOException {
    Path ssh = Files.createDirectories(folder.resolve("bin")).resolve("ssh");
    Files.writeString(
        ssh,
        """
        #!/bin/sh
        exec %s -F none -i %s -o UserKnownHostsFile=%s -o IdentitiesOnly=yes "$@"
        """
            .formatted(
                Tools.find("ssh").orElseThrow(),
                host.ssh().identity(),
                host.ssh().knownHosts("[127.0.0.1]:" + line.port())));
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
  }

  static String address(RemoteHost host, String address, int port) {
    String name = port == 22 ? address : "[" + address + "]:" + port;
    return "ssh: {address: %s, port: %d, user: root, key: %s, knownHosts: %s}"
        .formatted(address, port, host.ssh().identity(), host.ssh().knownHosts(name));
  }

  List<String> addresses() {
    return List.of(address(host, "127.0.0.1", line.port()));
  }

  /** One command after the other, as scripts do. */
  double docker(int containers) throws BenchmarkException {
    long began = System.nanoTime();
    for (int i = 0; i < containers; i++) {
      String _ = Tools.run(withSsh("docker", "--host", url(), "inspect", "web" + i));
    }
    return Millis.between(began, System.nanoTime());
  }

  private String url() {
    return "ssh://root@127.0.0.1:" + line.port();
  }

  private List<String> withSsh(String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "PATH=" + folder + "/bin:" + System.getenv("PATH")));
    command.addAll(List.of(words));
    return command;
  }

  /** A program of its own, or Docker's plugin. */
  private Optional<List<String>> compose() {
    Optional<Path> alone = Tools.find("docker-compose");
    if (alone.isPresent()) {
      return Optional.of(withSsh("env", "DOCKER_HOST=" + url(), alone.get().toString()));
    }
    return Tools.firstLine("docker", "compose", "version")
        .map(_ -> withSsh("docker", "--host", url(), "compose"));
  }

  void addCompose(Rounds rounds, String image, int containers) throws Exception {
    Optional<List<String>> compose = compose();
    if (compose.isEmpty()) {
      rounds.with(
          Supervisor.absent(Contender.COMPOSE, "not here: apt-get install docker-compose"),
          () -> new double[] {Double.NaN});
      return;
    }
    StringBuilder text = new StringBuilder("version: \"3\"\nservices:\n");
    for (int i = 0; i < containers; i++) {
      text.append(
          "  web%d: {image: \"%s\", command: [sleep, \"1000000\"], network_mode: host}%n"
              .formatted(i, image));
    }
    Path file = Files.writeString(folder.resolve("compose.yaml"), text);
    List<String> up = new ArrayList<>(compose.get());
    up.addAll(List.of("--file", file.toString(), "up", "--detach"));
    try {
      String _ = Tools.run(up);
      rounds.with(Contender.COMPOSE, () -> timed(up));
    } catch (BenchmarkException e) {
      rounds.with(Contender.COMPOSE, () -> failed(e));
    }
  }

  void addLibflexkube(Rounds rounds, String image, int containers) throws Exception {
    Path program = bench.options().peers().get("flexkube");
    if (program == null) {
      rounds.with(
          Supervisor.absent(Contender.LIBFLEXKUBE, "not here: --peer flexkube=PROGRAM"),
          () -> new double[] {Double.NaN});
      return;
    }
    StringBuilder text = new StringBuilder("desiredState:\n");
    for (int i = 0; i < containers; i++) {
      text.append(legacy("flexkube" + i, image));
    }
    Path state = folder.resolve("state.yaml");
    Path desired = Files.writeString(folder.resolve("flexkube.yaml"), text);
    try {
      String _ = Tools.run(List.of(program.toString(), desired.toString(), state.toString()));
    } catch (BenchmarkException e) {
      rounds.with(Contender.LIBFLEXKUBE, () -> failed(e));
      return;
    }
    Path both = folder.resolve("both.yaml");
    Files.writeString(both, Files.readString(state) + text);
    rounds.with(
        Contender.LIBFLEXKUBE,
        () -> timed(List.of(program.toString(), both.toString(), state.toString())));
  }

  private String legacy(String name, String image) throws IOException {
    return """
      %s:
        host:
          ssh:
            address: 127.0.0.1
            port: %d
            user: root
            connectionTimeout: 30s
            retryTimeout: 60s
            retryInterval: 1s
            privateKey: |
    %s
        container:
          runtime: {docker: {host: "unix:///var/run/docker.sock"}}
          config: {name: %s, image: "%s", args: [sleep, "1000000"], networkMode: host}
    """
        .formatted(
            name,
            line.port(),
            Files.readString(host.ssh().identity()).stripTrailing().indent(10).stripTrailing(),
            name,
            image);
  }

  /** With the last line of what it said: some programs tell their whole story. */
  private static double[] failed(BenchmarkException reason) throws BenchmarkException {
    String story = String.valueOf(reason.getMessage());
    throw new BenchmarkException(story.substring(story.lastIndexOf('\n') + 1));
  }

  private static double[] timed(List<String> command) throws BenchmarkException {
    long began = System.nanoTime();
    String _ = Tools.run(command);
    return new double[] {Millis.between(began, System.nanoTime())};
  }
}
