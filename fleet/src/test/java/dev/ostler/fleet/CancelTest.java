package dev.ostler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.engine.ContainerQuery;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.FakeEngine;
import dev.ostler.engine.TestImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that somebody breaks off. */
class CancelTest {
  @TempDir private Path folder;

  @Test
  void whoIsInterruptedWhileHeLooksChangesNothing() throws Exception {
    Workload web = Workload.of("web", ContainerSpec.of(TestImage.NAME), "here");
    try (FakeEngine engine = FakeEngine.start();
        Operator operator = Engines.operator(engine, folder, web)) {
      Checked checked = operator.check();
      operator.cancel();

      Report report = checked.deploy(_ -> {});

      assertThat(report.results())
          .containsExactly(
              new Report.Result("here", "web", Report.Status.ABORTED, "the run was interrupted"));
      try (var client = engine.connect()) {
        assertThat(client.containers().list(ContainerQuery.ALL)).isEmpty();
      }
    }
  }
}
