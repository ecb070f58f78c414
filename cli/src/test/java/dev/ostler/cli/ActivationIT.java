package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.OstlerCommand.Result;
import dev.ostler.testing.OstlerProcess;
import dev.ostler.testing.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationIT {
  private static final int TERM = 15;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("active");
  }

  private OstlerProcess start() {
    return OstlerCommand.running("echo up; exec sleep 60", "--activation", file().toString())
        .start();
  }

  private static void awaitStandby(OstlerProcess ostler) {
    Eventually.await("nothing runs", () -> ostler.descendants().isEmpty());
  }

  @Test
  void processRunsWhileTheFileIsThere() throws Exception {
    try (OstlerProcess ostler = start()) {
      ostler.awaitErrors("ostler: on standby\n");
      assertThat(ostler.output()).isEmpty();

      Files.createFile(file());
      ostler.awaitOutput("up\n");
      Files.delete(file());
      ostler.awaitErrors("ostler: on standby\nostler: active\nostler: on standby\n");
      awaitStandby(ostler);
      Files.createFile(file());
      ostler.awaitOutput("up\nup\n");
      ostler.signal(TERM);

      assertThat(ostler.result())
          .isEqualTo(
              new Result(128 + TERM, "up\nup\n", "ostler: on standby\nostler: active\n".repeat(2)));
    }
  }

  @Test
  void fileThatIsThereAtFirstIsSeen() throws Exception {
    Files.createFile(file());
    try (OstlerProcess ostler = start()) {
      ostler.awaitOutput("up\n");

      assertThat(ostler.errors()).isEmpty();
    }
  }

  @Test
  void renamingInAndAwayIsSeen() throws Exception {
    Path other = Files.createFile(folder.resolve("other"));
    try (OstlerProcess ostler = start()) {
      ostler.awaitErrors("ostler: on standby\n");
      Files.move(other, file());
      ostler.awaitOutput("up\n");
      Files.move(file(), other);
      awaitStandby(ostler);

      assertThat(ostler.isAlive()).isTrue();
    }
  }

  @Test
  void directoryCountsAndADanglingLinkDoesNot() throws Exception {
    Files.createSymbolicLink(file(), Path.of("nothing"));
    try (OstlerProcess ostler = start()) {
      ostler.awaitErrors("ostler: on standby\n");
      assertThat(ostler.output()).isEmpty();

      Files.delete(file());
      Files.createDirectory(file());
      ostler.awaitOutput("up\n");
    }
  }

  @Test
  void missingFolderIsOneSentence() {
    Path missing = folder.resolve("missing/active");

    assertThat(OstlerCommand.running("echo up", "--activation", missing.toString()).run())
        .isEqualTo(
            new Result(
                1,
                "",
                "ostler: cannot watch "
                    + missing
                    + ": the folder "
                    + missing.getParent()
                    + " is not there; create it first\n"));
  }

  @Test
  void manyChangesEndInTheLastState() throws Exception {
    try (OstlerProcess ostler = start()) {
      ostler.awaitErrors("ostler: on standby\n");
      for (int i = 0; i < 200; i++) {
        Files.createFile(file());
        Files.delete(file());
      }
      Files.createFile(file());

      Eventually.await("it runs", () -> ProcFs.children(ostler.pid()).size() == 1);
      Eventually.await("the last word is active", () -> ostler.errors().endsWith("active\n"));
      assertThat(ostler.isAlive()).isTrue();
    }
  }
}
