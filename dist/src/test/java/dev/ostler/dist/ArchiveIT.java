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

  @Test
  void guideIsRight() throws Exception {
    Files.createSymbolicLink(
        scratch.resolve("ostler-0.1.0-linux-x64.tar.gz"), Built.RELEASE.archive());
    String commands =
        Built.guide("sh archive").replace("ostler-0.1.0/", Built.RELEASE.name() + "/");

    String output =
        Tool.run("env", "-i", "PATH=/usr/bin:/bin", "sh", "-ec", "cd " + scratch + "\n" + commands);

    assertThat(output + "\n")
        .isEqualTo(Built.guide("text archive").replace("0.1.0", Built.RELEASE.version()));
  }
}
