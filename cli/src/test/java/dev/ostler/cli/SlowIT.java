package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes its time, in a class of its own so that others run meanwhile. */
class SlowIT {
  private static final int TERM = 15;

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

  /** The dead member stays: its parent has left for a session of its own and does not reap. */
  @Test
  void deadMemberOfTheGroupThatNobodyReapsDoesNotKeepUsAlive() {
    String script = "sh -c 'sleep 0.1 & exec setsid sleep 60' & sleep 0.5; echo up; exec sleep 60";
    try (OstlerProcess ostler = OstlerCommand.running(script, "--stop-within", "200ms").start()) {
      ostler.awaitOutput("up\n");
      long child = ostler.awaitChild();
      assertThat(ProcFs.zombies(ProcFs.awaitChild(child))).isEqualTo(1);
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isEqualTo(128 + TERM);
      assertThat(ostler.descendants()).isEmpty();
    }
  }
}
