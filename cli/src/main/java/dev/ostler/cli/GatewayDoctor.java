package dev.ostler.cli;

import dev.ostler.cli.Examination.Probe;
import dev.ostler.cli.Finding.State;
import dev.ostler.control.ControlClient;
import dev.ostler.control.ControlException;
import dev.ostler.gateway.KubernetesProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code ostler gateway} needs of a machine. */
final class GatewayDoctor {
  private static final String APPS =
      "apps are processes of 'ostler run', containers, or of a cluster";
  private static final List<Integer> PORTS = List.of(80, 443, 8080);
  private static final int ENOUGH_FILES = 8192;

  private final Map<String, String> environment;
  private final Path root;
  private final Duration patience;

  GatewayDoctor(Map<String, String> environment, Path root, Duration patience) {
    this.environment = environment;
    this.root = root;
    this.patience = patience;
  }

  List<Probe> probes() {
    List<Probe> probes = new ArrayList<>(EngineLook.probes(environment, root));
    probes.add(new Probe("cluster", APPS, this::cluster));
    probes.add(new Probe("ostler run", APPS, this::control));
    for (int port : PORTS) {
      probes.add(new Probe("port " + port, "visitors come in at a port", () -> port(port)));
    }
    probes.add(
        new Probe(
            "open files",
            "each visitor takes two descriptors",
            () -> RunDoctor.openFiles(root, ENOUGH_FILES, "each visitor takes two descriptors")));
    return probes;
  }

  /** What follows from all of them: whether there is anything to look after. */
  static Finding platform(List<Finding> findings) {
    List<String> there =
        findings.stream()
            .filter(finding -> finding.state() == State.OK)
            .map(Finding::name)
            .filter(name ->
                name.startsWith("engine ") || name.equals("cluster") || name.equals("ostler run"))
            .toList();
    return there.isEmpty()
        ? new Finding(
            "a platform",
            State.MISSING,
            "neither a cluster, nor an engine, nor an 'ostler run' with a control socket answers",
            APPS,
            "start one of them, or let this user reach it")
        : Finding.ok("a platform", String.join(", ", there), APPS);
  }

  private Finding cluster() {
    Optional<String> address;
    try {
      address = KubernetesProbe.address(environment);
    } catch (IOException e) {
      return doubtful("cluster", String.valueOf(e.getMessage()), "correct the kube config");
    }
    if (address.isEmpty()) {
      return doubtful(
          "cluster",
          "no service account of a pod, and no kube config",
          "for apps of a cluster run it there, or set KUBECONFIG");
    }
    try {
      String version = KubernetesProbe.version(environment, patience);
      return Finding.ok("cluster", "Kubernetes " + version + " at " + address.get(), APPS);
    } catch (IOException e) {
      return doubtful(
          "cluster",
          "does not answer at " + address.get() + ": " + e.getMessage(),
          "see that its API can be reached from here, and that the credentials are valid");
    }
  }

  private Finding control() {
    String variable = environment.getOrDefault("OSTLER_SOCKET", "");
    Path socket = variable.isEmpty() ? root.resolve("run/ostler.sock") : Path.of(variable);
    if (!Files.exists(socket)) {
      return doubtful(
          "ostler run",
          "there is no control socket at " + socket,
          "for apps that are processes give 'ostler run' a file with 'control'");
    }
    try {
      int processes = ControlClient.at(socket).status(List.of()).processes().size();
      return Finding.ok("ostler run", socket + ", " + processes + " processes", APPS);
    } catch (ControlException e) {
      return doubtful("ostler run", String.valueOf(e.getMessage()), "see that it runs");
    }
  }

  private static Finding doubtful(String name, String found, String advice) {
    return new Finding(name, State.DOUBTFUL, found, APPS, advice);
  }

  static Finding port(int port) {
    String name = "port " + port;
    String why = "visitors come in at a port that the file names under 'listen'";
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port), 1);
      return Finding.ok(name, "can be listened at", why);
    } catch (IOException e) {
      return new Finding(
          name,
          State.DOUBTFUL,
          String.valueOf(e.getMessage()),
          why,
          port < 1024
              ? "choose a port from 1024 on, end who listens there, or grant CAP_NET_BIND_SERVICE"
              : "choose another port, or end who listens there");
    }
  }
}
