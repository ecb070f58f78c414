package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIT {
  private static final Path FOLDER = Built.RELEASE.folder();

  @TempDir Path scratch;

  /** What the other claims stand on. */
  @Test
  void cacheOfAnotherRuntimeIsRefused() throws IOException {
    Path mixed = scratch.resolve("mixed");
    Trees.copy(Built.RELEASE.application(), mixed, _ -> true);
    Files.createSymbolicLink(mixed.resolve("runtime"), FOLDER.resolve("runtime"));

    OstlerCommand.Result strict =
        Built.strict(mixed, scratch, "version").with(Built.CACHE, "ostler-file.aot").run();
    OstlerCommand.Result usual = OstlerCommand.of("version").at(mixed).run();

    assertThat(strict.output())
        .isEqualTo("Error occurred during initialization of VM\nUnable to use AOT cache.\n");
    assertThat(strict.status()).isEqualTo(1);
    assertThat(usual.errors()).isEmpty();
    assertThat(usual.output()).isEqualTo("ostler " + Built.RELEASE.version() + "\n");
  }
}
