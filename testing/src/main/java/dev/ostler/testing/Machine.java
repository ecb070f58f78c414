package dev.ostler.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A machine within this one: namespaces of its own for network, processes, mounts and host name,
 * and a link to this one's network. Its programs are this machine's; its {@code /run} and its disk
 * are in memory. Needs root.
 *
 * <p>Everything in it ends with the process that made it, also if that is killed: its first process
 * reads from it.
 */
final class Machine implements AutoCloseable {
  /*
   * Bash, for it reaps what others leave behind. The folder /run is hidden so that an engine and an
   * sshd find their usual places free; a system container manager of this machine stays unseen, too.
   */
  private static final String FIRST_PROCESS =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      hostname "$1"
      ip link set lo up
      mount -t tmpfs tmpfs /run
      mkdir /run/sshd
      mount -t tmpfs -o "size=$3" tmpfs "$2"
      echo ready
      while read -r _; do :; done
      """;

  /** Networks of four addresses in 198.18.0.0/15, which RFC 2544 keeps for tests. */
  private static final int NETWORKS = 1 << 15;

  private final String name = "ostler-" + UUID.randomUUID().toString().substring(0, 8);
  private final Path disk;
  private final Process process;
  private final long first;
  private final String link;
  private final String address;

  /** Starts one with so much disk, such as {@code 64m}. */
  Machine(String diskSize) throws IOException {
    disk = Files.createTempDirectory(name);
    process =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--pid",
                "--mount",
                "--uts",
                "--ipc",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "bash",
                "-c",
                FIRST_PROCESS,
                "init",
                name,
                disk.toString(),
                diskSize)
            .redirectErrorStream(true)
            .start();
    try {
      awaitReady(process.inputReader(StandardCharsets.UTF_8));
      first = process.children().findFirst().orElseThrow().pid();
      int network = claimNetwork();
      link = link(network);
      address = address(network, 2);
      setUp(network);
    } catch (IOException | RuntimeException | Error e) {
      process.destroyForcibly();
      Files.deleteIfExists(disk);
      throw e;
    }
  }

  private static void awaitReady(BufferedReader output) throws IOException {
    List<String> said = new ArrayList<>();
    String line = output.readLine();
    while (line != null && !line.equals("ready")) {
      said.add(line);
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("cannot start a machine: " + String.join("\n", said));
    }
  }

  /** The name of a link can be taken once only, by whomever. */
  private int claimNetwork() {
    int start = ThreadLocalRandom.current().nextInt(NETWORKS);
    for (int i = 0; i < NETWORKS; i++) {
      int network = (start + i) % NETWORKS;
      try {
        ip("link", "add", link(network), "type", "veth", "peer", "name", "eth0", "netns", pid());
        return network;
      } catch (AssertionError e) {
        if (!String.valueOf(e.getMessage()).contains("File exists")) {
          throw e;
        }
      }
    }
    throw new AssertionError("no network is free for another machine");
  }

  private static String link(int network) {
    return "ostler" + network;
  }

  private static String address(int network, int host) {
    int low = network * 4 + host;
    return "198.%d.%d.%d".formatted(18 + (low >> 16), (low >> 8) & 0xFF, low & 0xFF);
  }

  private void setUp(int network) throws IOException {
    ip("address", "add", address(network, 1) + "/30", "dev", link);
    ip("link", "set", link, "up");
    // Else it takes three seconds until it is known that nobody is there.
    Path patience = Path.of("/proc/sys/net/ipv4/neigh", link, "retrans_time_ms");
    Files.writeString(patience, "100");
    run("ip", "address", "add", address + "/30", "dev", "eth0");
    run("ip", "link", "set", "eth0", "up");
  }

  private static void ip(String... words) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_ADMINISTRATORS_PATH, "ip"));
    command.addAll(List.of(words));
    Tool.run(command.toArray(String[]::new));
  }

  private static final String WITH_ADMINISTRATORS_PATH =
      "PATH=$PATH:/usr/sbin:/sbin exec \"$0\" \"$@\"";

  private String pid() {
    return Long.toString(first);
  }

  String name() {
    return name;
  }

  /** Where this machine reaches it. */
  String address() {
    return address;
  }

  /** A folder of the machine's, of limited size, under the same name outside and empty there. */
  Path disk() {
    return disk;
  }

  /** A file of the machine's as it is called from outside. */
  Path fromOutside(String path) {
    return Path.of("/proc/" + first + "/root" + path);
  }

  /** A command to be run from outside that runs a command in it. */
  List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of("nsenter", "--target", pid()));
    command.addAll(List.of("--net", "--pid", "--mount", "--uts", "--ipc"));
    command.addAll(List.of("sh", "-c", WITH_ADMINISTRATORS_PATH));
    command.addAll(Arrays.asList(words));
    return command;
  }

  String run(String... words) {
    return Tool.run(command(words).toArray(String[]::new));
  }

  /** Pulls the plug of its network, or puts it back. */
  void connect(boolean connected) {
    run("ip", "link", "set", "eth0", connected ? "up" : "down");
  }

  /** Lays a line to another one: each reaches the other at its address. */
  void join(Machine other) {
    ip(
        "link",
        "add",
        "name",
        other.link,
        "netns",
        pid(),
        "type",
        "veth",
        "peer",
        "name",
        link,
        "netns",
        other.pid());
    reach(other);
    other.reach(this);
  }

  private void reach(Machine other) {
    run("ip", "link", "set", other.link, "up");
    run("ip", "route", "add", other.address, "dev", other.link, "src", address);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Eventually.await("the machine ends", () -> !process.isAlive() && !Kernel.kill(first, 0));
    try {
      Files.deleteIfExists(disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
