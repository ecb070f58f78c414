package dev.ostler.dist;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ostler.testing.OstlerCommand;
import dev.ostler.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Of the architecture whose names stand in the guide. */
  @Test
  void sizesInTheGuideAreRight() throws Exception {
    assumeTrue(Release.architecture().equals("x64"), "the guide's sizes are those of x64");
    long unpacked = 0;
    for (Path path : Trees.below(Built.RELEASE.folder())) {
      unpacked += Files.isRegularFile(path, NOFOLLOW_LINKS) ? Files.size(path) : 0;
    }
    Path image = new ContainerImage(Built.RELEASE, Optional.empty()).file();
    Path debian = new DebianPackage(Built.RELEASE).file();

    assertSize("x64.tar.gz` | ", Files.size(Built.RELEASE.archive()));
    assertSize("unpacked ", unpacked);
    assertSize("amd64.deb` | ", Files.size(debian));
    assertSize("image.tar` | ", Files.size(image));
  }

  /** The number of megabytes behind these words; it is rounded, and a jar may have grown. */
  private static void assertSize(String words, long bytes) throws Exception {
    String guide = Files.readString(Built.RELEASE.checkout().resolve("docs/guide/install.md"));
    Matcher told = Pattern.compile(Pattern.quote(words) + "([0-9]+) MB").matcher(guide);
    assertThat(told.find()).as(words).isTrue();
    assertThat(Long.parseLong(told.group(1))).isCloseTo(bytes / 1_000_000, withinPercentage(3));
  }
}
