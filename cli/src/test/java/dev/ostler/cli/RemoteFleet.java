package dev.ostler.cli;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.Relay;
import dev.ostler.testing.RemoteHost;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Hosts elsewhere with a small image on each, and a file that says what runs on them. */
final class RemoteFleet implements AutoCloseable {
  /** Can be had from no registry. */
  static final String IMAGE = "ostler.invalid/small:1";

  private static final int HOSTS = Integer.getInteger("ostler.hosts", 2);

  private final Path folder;
  private final List<RemoteHost> hosts;

  private RemoteFleet(Path folder, List<RemoteHost> hosts) {
    this.folder = folder;
    this.hosts = hosts;
  }

  /** Two hosts, or as many as {@code -Dostler.hosts} says; the caller closes it. */
  static RemoteFleet start() throws IOException, InterruptedException {
    return start(HOSTS);
  }

  /** As many hosts; the caller closes it. */
  static RemoteFleet start(int count) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ostler-fleet-");
    Path image = archiveOfBusybox(folder);
    Callable<RemoteHost> host =
        () -> {
          RemoteHost started = RemoteHost.start();
          Tool.run(
              "sh",
              "-c",
              "docker --host unix://" + started.socket() + " import - " + IMAGE + " <" + image);
          return started;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RemoteHost>> all =
          threads.invokeAll(IntStream.range(0, count).mapToObj(_ -> host).toList());
      return new RemoteFleet(folder, ended(all));
    }
  }

  private static List<RemoteHost> ended(List<Future<RemoteHost>> all) throws InterruptedException {
    List<RemoteHost> hosts = new ArrayList<>();
    ExecutionException failure = null;
    for (Future<RemoteHost> one : all) {
      try {
        hosts.add(one.get());
      } catch (ExecutionException e) {
        failure = e;
      }
    }
    if (failure != null) {
      hosts.forEach(RemoteHost::close);
      throw new AssertionError("cannot start all hosts", failure);
    }
    return hosts;
  }

  static Path archiveOfBusybox(Path folder) throws IOException {
    Path root = Files.createDirectories(folder.resolve("image"));
    Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : List.of("sh", "sleep", "cat", "kill", "httpd", "test", "true")) {
      Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
    }
    Path archive = folder.resolve("image.tar");
    Tool.run("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
    return archive;
  }

  Path folder() {
    return folder;
  }

  List<RemoteHost> hosts() {
    return hosts;
  }

  RemoteHost host(int number) {
    return hosts.get(number - 1);
  }

  Path file() {
    return folder.resolve("fleet.yaml");
  }

  /** Makes the file: all hosts as {@code host1} and so on, and these containers. */
  void write(String containers) {
    write(hosts.stream().map(RemoteFleet::address).toList(), containers);
  }

  /** Makes the file with hosts of these addresses. */
  void write(List<String> addresses, String containers) {
    StringBuilder text = new StringBuilder("name: fleet\nhosts:\n");
    for (int i = 0; i < addresses.size(); i++) {
      text.append("  host").append(i + 1).append(": ").append(addresses.get(i)).append('\n');
    }
    text.append("containers:\n").append(containers.indent(2));
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A host in the file. */
  static String address(RemoteHost host) {
    return address(host.address(), 22, host.ssh().identity(), host.ssh().knownHosts());
  }

  /** The same, by a relay on this machine. */
  static String address(RemoteHost host, Relay relay) {
    Path known = host.ssh().knownHosts("[127.0.0.1]:" + relay.port());
    return address("127.0.0.1", relay.port(), host.ssh().identity(), known);
  }

  static String address(String address, int port, Path key, Path knownHosts) {
    return "{ssh: {address: %s, port: %d, user: root, key: %s, knownHosts: %s}}"
        .formatted(address, port, key, knownHosts);
  }

  /** Runs {@code ostler fleet COMMAND} with the file. */
  Result run(String command, String... options) {
    List<String> words = new ArrayList<>(List.of("fleet", command, "--file", file().toString()));
    words.addAll(List.of(options));
    return OstlerCommand.of(words.toArray(String[]::new)).run();
  }

  /** Begins {@code ostler fleet COMMAND} with the file. */
  Process begin(String command) throws IOException {
    return new ProcessBuilder(
            OstlerCommand.of("fleet", command, "--file", file().toString()).words())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  /** What the command has written that was begun last. */
  String output() throws IOException {
    return Files.readString(log());
  }

  private Path log() {
    return folder.resolve("fleet.yaml.log");
  }

  /** Its containers on a host, all states, as {@code NAME STATE}. */
  static List<String> containers(RemoteHost host) {
    return host.docker("ps", "--all", "--format", "{{.Names}} {{.State}}")
        .lines()
        .sorted()
        .toList();
  }

  /** What happened at a host. */
  record Count(long logins, List<String> calls) {}

  /** What has happened until now. */
  Map<RemoteHost, Count> counts() {
    Map<RemoteHost, Count> counts = new LinkedHashMap<>();
    hosts.forEach(host -> counts.put(host, new Count(host.ssh().logins(), host.engineCalls())));
    return counts;
  }

  /** What has happened since. */
  Map<RemoteHost, Count> since(Map<RemoteHost, Count> before) {
    Map<RemoteHost, Count> now = counts();
    now.replaceAll((host, count) -> {
      Count then = Objects.requireNonNull(before.get(host));
      return new Count(
          count.logins() - then.logins(),
          count.calls().subList(then.calls().size(), count.calls().size()));
    });
    return now;
  }

  /** Removes what tests have left on the hosts, and what is remembered. */
  void clear() throws IOException {
    for (RemoteHost host : hosts) {
      host.reconnect();
      host.run("rm", "-f", "/run/flag");
      host.run(
          "sh",
          "-c",
          "docker ps --all --quiet | xargs --no-run-if-empty timeout 30 docker rm --force");
      host.run("sh", "-c", "docker volume ls --quiet | xargs --no-run-if-empty docker volume rm");
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path :
          all.filter(file -> file.getFileName().toString().startsWith("fleet.yaml")).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    hosts.forEach(RemoteHost::close);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
