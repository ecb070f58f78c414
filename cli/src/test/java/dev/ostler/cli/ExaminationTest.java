package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.cli.Examination.Probe;
import dev.ostler.cli.Finding.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Finding WELL = Finding.ok("well", "there", "it matters");

  @Test
  void findingsComeInTheOrderOfTheProbes() throws Exception {
    Finding other = Finding.ok("other", "there, too", "it matters");

    assertThat(
            new Examination(Duration.ofSeconds(30))
                .of(
                    List.of(
                        new Probe("other", "it matters", () -> other),
                        new Probe("well", "it matters", () -> WELL))))
        .containsExactly(other, WELL);
  }

  @Test
  void lookThatHangsIsDoubtful() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Probe hanging =
        new Probe(
            "hanging",
            "it matters",
            () -> {
              never.await();
              return WELL;
            });

    assertThat(new Examination(Duration.ofMillis(100)).of(List.of(hanging)))
        .containsExactly(
            new Finding("hanging", State.DOUBTFUL, "no answer within 100ms", "it matters", ""));
  }

  @Test
  void lookThatFailsIsDoubtful() throws Exception {
    Probe failing =
        new Probe(
            "failing",
            "it matters",
            () -> {
              throw new IOException("no such thing");
            });

    assertThat(new Examination(Duration.ofSeconds(30)).of(List.of(failing)))
        .containsExactly(
            new Finding(
                "failing",
                State.DOUBTFUL,
                "cannot be looked at: java.io.IOException: no such thing",
                "it matters",
                ""));
  }
}
