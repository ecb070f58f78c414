package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Needs;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many instances over one folder, as the containers of one pod have it. */
class ContainerRunManyIT {
  private static final int INSTANCES = 30;

  @TempDir Path base;

  @Test
  @Needs(RealPart.NC)
  void loopOverAllSocketsSuspendsAll() {
    List<OstlerProcess> all = new ArrayList<>();
    try {
      for (int i = 0; i < INSTANCES; i++) {
        all.add(start(i));
      }
      all.forEach(one -> one.awaitOutput("up\n"));

      Tool.run(
          "sh",
          "-c",
          "for sock in $(find "
              + base
              + "/data -name '*_containerrun.sock'); do echo STOP | nc -w 1 -uU $sock; done");

      assertThat(all)
          .allSatisfy(one -> {
            one.awaitErrors("ostler: suspended\n");
            Eventually.await("its process is gone", () -> one.descendants().isEmpty());
            assertThat(one.isAlive()).isTrue();
          });
      assertThat(base.resolve("jobs/bpm/bin")).isDirectoryContaining("glob:**/bpm");
    } finally {
      all.forEach(OstlerProcess::close);
    }
  }

  private OstlerProcess start(int number) {
    return OstlerCommand.of(
            "container-run",
            "--job-name",
            "job" + number % 5,
            "--process-name",
            "process" + number,
            "--",
            "sh",
            "-c",
            "echo up; exec sleep 300")
        .with("OSTLER_BASE", base.toString())
        .start();
  }
}
