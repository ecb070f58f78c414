package dev.ostler.fleet;

import dev.ostler.engine.FakeEngine;
import java.nio.file.Path;
import java.util.List;

/** Fleets on engines that run nothing. */
final class Engines {
  private Engines() {}

  /** One host, {@code here}; the caller closes it. */
  static Operator operator(FakeEngine engine, Path folder, Workload... workloads) {
    return operator(engine, folder, Fleet.of("f", List.of(Host.local("here")), List.of(workloads)));
  }

  /** All hosts are the same one; time passes only when somebody waits. */
  static Operator operator(FakeEngine engine, Path folder, Fleet fleet) {
    return new Operator(
            fleet, folder.resolve("state.json"), _ -> engine.connect(), Operator.Limits.USUAL)
        .with(new World.FakePatience());
  }
}
