package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a class of its own, so that others run meanwhile. */
class ContainerRunSlowIT {
  @TempDir Path base;

  @Test
  void childThatIgnoresTermIsKilledAfterTwentySeconds() {
    try (Job job = Job.up(base, "trap '' TERM; echo up; while :; do sleep 0.1; done")) {
      long begun = System.nanoTime();
      job.stop();

      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
      assertThat(job.ostler().errors())
          .isEqualTo("ostler: suspended\nostler: killing what has not ended\n");
      assertThat(job.ostler().isAlive()).isTrue();
    }
  }
}
