package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A host whose containers are Podman's, with its service at a socket. Like a {@link RemoteHost} it
 * is made of namespaces and has nothing in common with the engines of this machine. Needs {@link
 * RealPart#PODMAN}.
 */
public final class PodmanHost implements AutoCloseable {
  private static final String SOCKET = "/run/podman.sock";

  /*
   * Podman raises limits as far as kernels permit, which not every machine does; and its service
   * mistakes the one of a pair for the other. There is no journal to write events to.
   */
  private static final String SETTINGS =
      """
      [containers]
      default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
      [engine]
      cgroup_manager = "cgroupfs"
      events_logger = "file"
      """;

  private final Machine machine;
  private final Path log;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PodmanHost() throws IOException {
    log = Files.createTempFile("ostler-podman-", ".log");
    machine = new Machine("512m");
    try {
      Files.writeString(machine.fromOutside("/run/containers.conf"), SETTINGS);
      startService();
    } catch (IOException | RuntimeException | Error e) {
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
  public static PodmanHost start() {
    try {
      return new PodmanHost();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startService() throws IOException {
    Process service =
        new ProcessBuilder(podman("system", "service", "--time=0", "unix://" + SOCKET))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Eventually.await(
        "Podman listens",
        () -> Files.exists(socket()) || !service.isAlive(),
        Boolean::booleanValue,
        () -> "\n" + said());
    if (!service.isAlive()) {
      throw new AssertionError("Podman ended: " + said());
    }
  }

  private List<String> podman(String... words) {
    String[] command =
        ("env CONTAINERS_CONF=/run/containers.conf podman --storage-driver vfs --root %s"
                + " --runroot /run/containers --tmpdir /run/libpod")
            .formatted(machine.disk())
            .split(" ");
    String[] all = Arrays.copyOf(command, command.length + words.length);
    System.arraycopy(words, 0, all, command.length, words.length);
    return machine.command(all);
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns where Podman listens.
   *
   * @return a socket, as this machine can open it
   */
  public Path socket() {
    return machine.fromOutside(SOCKET);
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    // Else their control groups would stay.
    Tool.run(podman("rm", "--all", "--force", "--time", "0").toArray(String[]::new));
    machine.close();
    try {
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
