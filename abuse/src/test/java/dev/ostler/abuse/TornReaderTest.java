package dev.ostler.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornReaderTest {
  @TempDir Path folder;
  private final Ledger ledger = new Ledger();

  private void look(String... versions) throws IOException {
    for (int i = 0; i < versions.length; i++) {
      Files.writeString(folder.resolve("f" + i), versions[i] + "\n");
    }
    try (TornReader _ = TornReader.start(folder, ledger)) {
      Eventually.await("it has looked", () -> ledger.checks(Invariant.NEVER_REFUSED) > 0);
    }
  }

  @Test
  void folderOfOneVersionIsAsItShouldBe() throws IOException {
    look("8", "8", "8");

    assertThat(ledger.findings()).isEmpty();
  }

  @Test
  void folderOfTwoVersionsIsTold() throws IOException {
    look("8", "10");

    assertThat(ledger.findings().getFirst())
        .isEqualTo(
            new Ledger.Finding(
                java.util.Optional.of(Invariant.ONE_VERSION),
                Level.RUN,
                0,
                "seen at once: [10, 8]",
                java.util.List.of()));
  }

  @Test
  void versionThatWasToBeRefusedIsTold() throws IOException {
    look("14", "14");

    assertThat(ledger.findings().getFirst().invariant()).hasValue(Invariant.NEVER_REFUSED);
  }
}
