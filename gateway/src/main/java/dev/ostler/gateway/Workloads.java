package dev.ostler.gateway;

import dev.ostler.engine.Engine;
import dev.ostler.engine.SshDialer;
import dev.ostler.engine.SshSettings;
import dev.ostler.engine.UnixDialer;
import java.nio.file.Path;

/** Opens the workloads that a file names. A further platform is a key of {@code App} and a line. */
final class Workloads {
  private static final String UNIX = "unix://";
  private static final String SSH = "ssh://";

  /** Opens the workload of an app; nothing is sent to its platform yet. The caller closes it. */
  @FunctionalInterface
  interface Opening {
    Workload open(String name, GatewayFile.App app);
  }

  private Workloads() {}

  /** As {@link Opening} says. */
  static Workload open(String name, GatewayFile.App app) {
    return app.process()
        .<Workload>map(process ->
            new ProcessWorkload(name, process.socket(), process.processes(), process.upstream()))
        .or(() -> app.container().map(container -> container(name, container)))
        .or(() -> app.kubernetes().map(kubernetes -> kubernetes.open(name)))
        .orElseThrow(() -> new AssertionError("internal error: an app without a workload"));
  }

  private static Workload container(String name, GatewayFile.Container form) {
    return new EngineWorkload(
        name,
        engine(form.engine()),
        new EngineWorkload.Choice(
            form.name(), form.label(), form.stop() == GatewayFile.Container.RestBy.PAUSE),
        form.port());
  }

  private static Engine engine(String address) {
    return address.startsWith(SSH)
        ? Engine.over(new SshDialer(SshSettings.parse(address)))
        : Engine.over(new UnixDialer(Path.of(address.substring(UNIX.length()))));
  }
}
