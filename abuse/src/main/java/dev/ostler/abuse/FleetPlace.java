package dev.ostler.abuse;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RemoteHost;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two hosts that are reached by SSH, a container of somebody else on each, and a fleet's file. */
final class FleetPlace implements AutoCloseable {
  static final String FOREIGN = "foreign";

  /** Can be had from no registry. */
  private static final String IMAGE = "ostler.invalid/small:1";

  private static final int HOSTS = 2;
  private static final String DISK = "256m";

  /** A login whose link is gone is given up soon. */
  private static final Map<String, String> SSHD =
      Map.of("ClientAliveInterval", "1", "ClientAliveCountMax", "3");

  private static final String CONTAINERS =
      """
      containers:
        db:
          on: host1
          image: IMAGE
          command: [sleep, "100000"]
          network_mode: host
          stop_signal: SIGKILL
          environment: {VERSION: "COMMAND"}
          update: {monitor: 200ms}
        web:
          on: [host1, host2]
          image: IMAGE
          command: [sh, -c, "WORK # COMMAND"]
          network_mode: host
          stop_signal: SIGKILL
          after: [db]
          files: {/etc/web: {content: "CONTENT"}}
          update: {monitor: 200ms}
      """;

  private final Scratch scratch = new Scratch(Level.FLEET);
  private final List<RemoteHost> hosts = new ArrayList<>();
  private long content;
  private long command;
  private boolean works = true;

  FleetPlace() throws IOException {
    try {
      Path image = image();
      for (int i = 0; i < HOSTS; i++) {
        RemoteHost host = RemoteHost.start(DISK, SSHD);
        hosts.add(host);
        Tool.run(
            "sh",
            "-c",
            "docker --host unix://%s import - %s <%s".formatted(host.socket(), IMAGE, image));
        host.docker(
            "run",
            "--detach",
            "--restart",
            "always",
            "--network",
            "host",
            "--name",
            FOREIGN,
            IMAGE,
            "sleep",
            "100000");
      }
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Path image() throws IOException {
    Path root = Files.createDirectories(path("image/bin"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"));
    for (String applet : List.of("sh", "sleep", "cat")) {
      Files.createSymbolicLink(root.resolve(applet), Path.of("busybox"));
    }
    Tool.run("tar", "-C", path("image").toString(), "-cf", path("image.tar").toString(), ".");
    return path("image.tar");
  }

  Path path(String name) {
    return scratch.path(name);
  }

  List<RemoteHost> hosts() {
    return hosts;
  }

  /** Wants the files to be others from now on, the containers, or both. */
  void change(boolean files, boolean containers, boolean work) throws IOException {
    content += files ? 1 : 0;
    command += containers ? 1 : 0;
    works = work;
    writeFile(good());
  }

  void writeFile(String text) throws IOException {
    scratch.offer("fleet.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  String good() {
    StringBuilder text = new StringBuilder("name: abused\nhosts:\n");
    for (int i = 0; i < HOSTS; i++) {
      RemoteHost host = hosts.get(i);
      text.append(
          "  host%d: {ssh: {address: %s, port: 22, user: root, key: %s, knownHosts: %s}}%n"
              .formatted(i + 1, host.address(), host.ssh().identity(), host.ssh().knownHosts()));
    }
    return text
        + CONTAINERS
            .replace("IMAGE", IMAGE)
            .replace("WORK", works ? "sleep 100000" : "exit 3")
            .replace("CONTENT", content())
            .replace("COMMAND", Long.toString(command));
  }

  /** What the file of the web container says when all is done. */
  String content() {
    return "content " + content;
  }

  /** Starts {@code ostler fleet COMMAND}. */
  OstlerProcess begin(String verb, String... options) {
    List<String> words =
        new ArrayList<>(List.of("fleet", verb, "--file", path("fleet.yaml").toString()));
    words.addAll(List.of(options));
    return OstlerCommand.of(words.toArray(String[]::new)).in(scratch.folder()).start();
  }

  /** All containers of a host but that of somebody else, as {@code NAME STATE}. */
  static List<String> containers(RemoteHost host) {
    return host.docker("ps", "--all", "--format", "{{.Names}} {{.State}}")
        .lines()
        .filter(line -> !line.startsWith(FOREIGN + " "))
        .sorted()
        .toList();
  }

  /** Which container that of somebody else is, and since when it is there. */
  static String foreign(RemoteHost host) {
    return host.docker("inspect", "--format", "{{.Id}} {{.Created}}", FOREIGN);
  }

  static boolean isForeignRunning(RemoteHost host) {
    return host.docker("inspect", "--format", "{{.State.Running}}", FOREIGN).equals("true");
  }

  @Override
  public void close() {
    hosts.forEach(RemoteHost::close);
    scratch.close();
  }
}
