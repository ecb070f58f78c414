package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.control.ControlException;
import dev.ostler.control.ProcessPhase;
import dev.ostler.control.ProcessStatus;
import dev.ostler.control.Verb;
import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of processes by one file; {@code -Dostler.many=1000} for more. */
class ManyProcessesIT {
  private static final int MANY = Integer.getInteger("ostler.many", 300);
  private static final int MOST_THREADS = 25;
  private static final int TERM = 15;

  @TempDir Path temporary;
  private RunFolder folder;

  @BeforeEach
  void makeFile() throws Exception {
    folder = new RunFolder(temporary);
    StringBuilder yaml = new StringBuilder("processes:\n");
    for (int number = 0; number < MANY; number++) {
      yaml.append("  p").append(number).append(": {command: [sleep, \"1000\"]}\n");
    }
    folder.file(yaml.toString());
  }

  private void awaitAll(OstlerProcess ostler) {
    Eventually.await("all run", () -> ProcFs.children(ostler.pid()).size() == MANY);
  }

  @Test
  void allRunWithoutAThreadForEachAndAllEndInTheEnd() {
    try (OstlerProcess ostler = folder.start()) {
      awaitAll(ostler);
      int threads = ProcFs.threads(ostler.pid()).size();
      int descriptors = ProcFs.descriptors(ostler.pid()).size();
      ostler.signal(TERM);

      assertThat(ostler.awaitExit()).isZero();
      assertThat(ostler.descendants()).isEmpty();
      assertThat(threads).isLessThan(MOST_THREADS);
      assertThat(descriptors).isLessThan(MANY + 50);
      assertThat(ostler.errors()).isEmpty();
    }
  }

  @Test
  void allAreRestartedByOneRequestAndNobodyIsForgotten() throws Exception {
    try (OstlerProcess ostler = folder.start()) {
      awaitAll(ostler);
      List<Long> before = ProcFs.children(ostler.pid());
      assertThat(restarted(List.of("p0"))).isTrue(); // the first opens what is kept
      int descriptors = ProcFs.descriptors(ostler.pid()).size();

      assertThat(restarted(List.of())).isTrue();
      assertThat(ProcFs.children(ostler.pid())).hasSize(MANY).doesNotContainAnyElementsOf(before);
      assertThat(ProcFs.zombies(ostler.pid())).isZero();
      assertThat(ProcFs.descriptors(ostler.pid())).hasSizeLessThanOrEqualTo(descriptors);
      assertThat(folder.client().status(List.of()).processes())
          .hasSize(MANY)
          .extracting(ManyProcessesIT::phase)
          .containsOnly(ProcessPhase.RUNNING);
    }
  }

  private boolean restarted(List<String> processes) throws ControlException {
    return folder
        .client()
        .change(Verb.RESTART, processes, Optional.of(Duration.ofSeconds(30)))
        .areGood();
  }

  private static ProcessPhase phase(ProcessStatus status) {
    return status.life().phase();
  }
}
