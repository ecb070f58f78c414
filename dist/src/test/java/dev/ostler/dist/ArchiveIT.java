package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIT {
  @TempDir Path scratch;

  @Test
  void unpackedAnywhereItRunsWithItsCaches() throws Exception {
    Path place = Files.createDirectories(scratch.resolve("of a user"));
    Tool.run("tar", "-C", place.toString(), "-xzf", Built.RELEASE.archive().toString());
    Path folder = place.resolve(Built.RELEASE.name());

    OstlerCommand.Result result = Built.strict(folder, scratch, "run", "--", "echo", "hello").run();

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).isEqualTo("hello\n");
    assertThat(result.status()).isZero();
  }
}
