package dev.ostler.gateway;

import java.util.function.Consumer;

/** Opens the workloads that a file names. A further platform is a key of {@code App} and a line. */
final class Workloads {
  /** Opens the workload of an app; nothing is sent to its platform yet. The caller closes it. */
  @FunctionalInterface
  interface Opening {
    Workload open(String name, GatewayFile.App app);
  }

  private Workloads() {}

  /** As {@link Opening} says; what whoever runs the gateway should know is told to its log. */
  static Workload open(String name, GatewayFile.App app, Consumer<String> log) {
    return app.process()
        .<Workload>map(process ->
            new ProcessWorkload(name, process.socket(), process.processes(), process.upstream()))
        .or(() -> app.container().map(container -> container(name, container)))
        .or(() -> app.job().map(job -> job(name, job)))
        .or(() -> app.kubernetes().map(kubernetes -> kubernetes.open(name, app.idle().cpu(), log)))
        .orElseThrow(() -> new AssertionError("internal error: an app without a workload"));
  }

  private static Workload container(String name, GatewayFile.Container form) {
    return new EngineWorkload(
        name,
        form.engine().open(),
        new EngineWorkload.Choice(
            form.name(), form.label(), form.stop() == GatewayFile.Container.RestBy.PAUSE),
        new EngineReach(form.port(), form.engine().host(), OwnContainer.ofThisProcess()));
  }

  private static Workload job(String name, GatewayFile.Job form) {
    return new JobWorkload(name, form.engine().open(), form.name(), form.label());
  }
}
