package dev.ostler.cli;

import dev.ostler.cli.Examination.Probe;
import dev.ostler.cli.Finding.State;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.EngineVersion;
import dev.ostler.engine.UnixDialer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The container engines of this machine, at the sockets where they usually listen. */
final class EngineLook {
  private static final String WHY =
      "containers of this machine are looked after through an engine's socket";
  private static final String UNIX = "unix://";

  private EngineLook() {}

  static List<Probe> probes(Map<String, String> environment, Path root) {
    return sockets(environment, root).stream()
        .filter(Files::exists)
        .map(socket -> new Probe("engine " + socket, WHY, () -> look(socket)))
        .toList();
  }

  /** The one that is named comes first. */
  static Set<Path> sockets(Map<String, String> environment, Path root) {
    Set<Path> sockets = new LinkedHashSet<>();
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (host.startsWith(UNIX)) {
      sockets.add(Path.of(host.substring(UNIX.length())));
    }
    sockets.add(root.resolve("var/run/docker.sock"));
    sockets.add(root.resolve("run/podman/podman.sock"));
    String own = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!own.isEmpty()) {
      sockets.add(Path.of(own, "docker.sock"));
      sockets.add(Path.of(own, "podman/podman.sock"));
    }
    return sockets;
  }

  private static Finding look(Path socket) {
    String name = "engine " + socket;
    try (Engine engine = Engine.over(new UnixDialer(socket))) {
      EngineVersion version = engine.version();
      String kind = version.podman() ? "Podman " : "Docker ";
      return Finding.ok(name, kind + version.engine() + ", API " + engine.ping(), WHY);
    } catch (EngineException e) {
      return new Finding(
          name,
          State.DOUBTFUL,
          String.valueOf(e.getMessage()),
          WHY,
          "see that the engine runs, and that this user may write to its socket");
    }
  }
}
