package dev.ostler.fleet;

import dev.ostler.engine.FakeEngine;
import java.nio.file.Path;
import java.util.List;

/** Fleets on engines that run nothing. */
final class Engines {
  private Engines() {}

  /** One host, {@code here}; the caller closes it. */
  static Operator operator(FakeEngine engine, Path folder, Workload... workloads) {
    return new Operator(
        Fleet.of("f", List.of(Host.local("here")), List.of(workloads)),
        folder.resolve("state.json"),
        _ -> engine.connect(),
        Operator.Limits.USUAL);
  }
}
