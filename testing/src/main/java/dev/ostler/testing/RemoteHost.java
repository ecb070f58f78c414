package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host as users have them elsewhere: reached by a network that can fail, with an {@code sshd} at
 * port 22 and a container engine at the usual socket. It is made of namespaces of this machine and
 * has nothing in common with the engines of it. Needs {@link RealPart#HOSTS}.
 */
public final class RemoteHost implements AutoCloseable {
  /** What {@link #engineCalls} looks for in the engine's log: of 20.10, and of later ones. */
  private static final Pattern CALL =
      Pattern.compile(
          "msg=\"Calling ([A-Z]+ /\\S*)\"|handling [A-Z]+ request\" method=([A-Z]+) .*request-url=\"?([^\\s\"]+)");

  private static final String SOCKET = "/run/docker.sock";

  private final Machine machine;
  private final SshServer ssh;
  private final Path log;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RemoteHost(String diskSize, Map<String, String> sshd) throws IOException {
    log = Files.createTempFile("ostler-engine-", ".log");
    machine = new Machine(diskSize);
    try {
      ssh = SshServer.start(machine, sshd);
      startEngine();
    } catch (RuntimeException | Error e) {
      machine.close();
      throw e;
    }
    // Ctrl-C must not leave folders and control groups behind either.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
  }

  /**
   * Starts one.
   *
   * @return the host; the caller closes it
   */
  public static RemoteHost start() {
    return start("512m", Map.of());
  }

  /**
   * Starts one.
   *
   * @param diskSize how much images and containers may take, such as {@code 64m}
   * @param sshd settings of sshd_config(5)
   * @return the host; the caller closes it
   */
  public static RemoteHost start(String diskSize, Map<String, String> sshd) {
    try {
      return new RemoteHost(diskSize, sshd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the engine, after {@link #stopEngine} anew. */
  public void startEngine() {
    List<String> command = new ArrayList<>(machine.command("dockerd", "--debug", "--data-root"));
    command.add(machine.disk().toString());
    // Its groups have one folder to be removed by; its networks are those of the machine alone.
    command.addAll(List.of("--cgroup-parent", "/" + machine.name()));
    command.addAll(List.of("--iptables=false", "--ip6tables=false"));
    Process engine = start(command);
    Eventually.await(
        "the engine answers",
        () -> !engine.isAlive() || (Files.exists(socket()) && answers()),
        Boolean::booleanValue,
        () -> "\n" + read());
    if (!engine.isAlive()) {
      throw new AssertionError("the engine ended: " + read());
    }
  }

  private Process start(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try {
      docker("version");
      return true;
    } catch (AssertionError notYet) {
      return false;
    }
  }

  /** Ends the engine, and the containers with it. */
  public void stopEngine() {
    machine.run("sh", "-c", "kill -KILL $(cat /run/docker.pid); rm -f /run/docker.pid " + SOCKET);
  }

  /**
   * Returns where it is.
   *
   * @return an address of the network
   */
  public String address() {
    return machine.address();
  }

  /**
   * Returns its sshd.
   *
   * @return at port 22 of {@link #address}
   */
  public SshServer ssh() {
    return ssh;
  }

  /**
   * Returns the engine's socket, past network and sshd.
   *
   * @return as this machine can open it
   */
  public Path socket() {
    return machine.fromOutside(SOCKET);
  }

  /** Where images and containers are. */
  private Path disk() {
    return machine.disk();
  }

  /**
   * Runs a program of the host.
   *
   * @param command program and arguments
   * @return what it wrote
   */
  public String run(String... command) {
    return machine.run(command);
  }

  /**
   * Runs the {@code docker} command with its engine, past network and sshd.
   *
   * @param words what follows {@code docker}
   * @return what it wrote
   */
  public String docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", "unix://" + socket()));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }

  /** Leaves room for a few files of the engine's own only. */
  public void fillDisk() {
    String rest = "df --block-size=1 --output=avail " + disk() + " | tail -n 1";
    run("sh", "-c", "head -c $(( $(" + rest + ") - 4000000 )) /dev/zero >" + filling());
  }

  /** Ends what {@link #fillDisk} began. */
  public void emptyDisk() {
    run("rm", filling());
  }

  private String filling() {
    return disk().resolve("filling").toString();
  }

  /**
   * Lets it and another host reach each other at their addresses; otherwise only this machine
   * reaches them.
   *
   * @param other not joined to it yet
   */
  public void join(RemoteHost other) {
    machine.join(other.machine);
  }

  /** Pulls the plug of its network: packets go nowhere, connections stay open. */
  public void disconnect() {
    machine.connect(false);
  }

  /** Puts the plug back. */
  public void reconnect() {
    machine.connect(true);
  }

  /**
   * Returns what its engine was asked, by whomever.
   *
   * @return method and path of each call, in their order
   */
  public List<String> engineCalls() {
    List<String> calls = new ArrayList<>();
    Matcher call = CALL.matcher(read());
    while (call.find()) {
      calls.add(call.group(1) == null ? call.group(2) + " " + call.group(3) : call.group(1));
    }
    return calls;
  }

  private String read() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    machine.close();
    ssh.close();
    try {
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    removeControlGroups();
  }

  /** Those of containers that ran to the end stay, empty. */
  private void removeControlGroups() {
    String find = "find /sys/fs/cgroup -depth -type d -path '*/" + machine.name() + "*' ";
    Eventually.await(
        "control groups are removed",
        () -> {
          Tool.run("sh", "-c", find + "-exec rmdir {} + 2>/dev/null || :");
          return Tool.run("sh", "-c", find + "2>/dev/null || :").isEmpty();
        });
  }
}
