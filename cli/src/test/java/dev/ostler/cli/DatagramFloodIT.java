package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.Kernel;
import dev.ostler.testing.Kernel.Datagrams;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send to the datagram socket of {@code ostler run FILE}. */
class DatagramFloodIT {
  private static final long SEED = Long.getLong("ostler.seed", System.nanoTime());
  private static final int FLOOD = 10_000;
  private static final int HUGE = 100_000;

  private final Random random = new Random(SEED);
  @TempDir Path temporary;
  private RunFolder folder;

  @BeforeEach
  void makeFile() throws Exception {
    folder = new RunFolder(temporary);
    folder.file(
        """
        processes:
          app: {command: [sleep, "1000"]}
        datagrams: {socket: FOLDER/words}
        """);
  }

  private Path socket() {
    return folder.path("words");
  }

  private String noise(int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void noiseIsIgnoredAndTheNextWordIsNot() {
    try (OstlerProcess ostler = folder.start()) {
      folder.awaitReady("app");
      long app = ostler.awaitChild();
      for (int i = 0; i < 500; i++) {
        Kernel.send(socket(), noise(5_000));
      }
      Kernel.send(socket(), "x".repeat(HUGE), "STOP");
      ostler.awaitErrors("ostler: suspended\n");

      Eventually.await("it ends, seed " + SEED, () -> !ProcFs.isAlive(app));
      assertThat(ostler.errors()).as("seed %d", SEED).isEqualTo("ostler: suspended\n");
    }
  }

  @Test
  void noneOfThousandsBackToBackIsLostAndNothingGrows() throws Exception {
    try (OstlerProcess ostler = folder.start()) {
      folder.awaitReady("app");
      Kernel.send(socket(), "STOP", "START");
      ostler.awaitErrors("ostler: resumed\n"); // the first opens what is kept
      folder.awaitReady("app");
      int descriptors = ProcFs.descriptors(ostler.pid()).size();
      try (Datagrams words = Datagrams.to(socket())) {
        for (int i = 0; i < FLOOD; i++) {
          words.send(i % 2 == 0 ? "STOP" : "START");
        }
      }

      Eventually.await(
          "all words were obeyed",
          () ->
              ostler.errors().lines().filter(line -> line.equals("ostler: resumed")).count()
                  == FLOOD / 2 + 1);
      folder.awaitReady("app");
      assertThat(ProcFs.children(ostler.pid())).hasSize(1);
      assertThat(ProcFs.zombies(ostler.pid())).isZero();
      // The descriptor of a process that has just ended may be there for a moment yet.
      Eventually.await(
          "no more descriptors than before",
          () -> ProcFs.descriptors(ostler.pid()).size() <= descriptors);
    }
  }
}
