package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Needs;
import dev.ostler.testing.RealPart;
import dev.ostler.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs(RealPart.DPKG)
class DebianPackageTest {
  private static final Instant TIMESTAMP = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path scratch;

  @Test
  void pagesAndCompletionsAreWhereTheSystemLooksForThem() throws IOException {
    Release release = release("1.2.3");
    write(release, "share/man/man1/ostler.1");
    write(release, "share/bash-completion/completions/ostler");

    Path file = new DebianPackage(release).write();

    assertThat(Tool.run("dpkg-deb", "--contents", file.toString()).lines())
        .map(line -> line.substring(line.indexOf("./")))
        .filteredOn(name -> !name.endsWith("/"))
        .containsExactlyInAnyOrder(
            "./usr/bin/ostler -> ../lib/ostler/bin/ostler",
            "./usr/lib/ostler/LICENSE",
            "./usr/lib/ostler/bin/ostler",
            "./usr/share/bash-completion/completions/ostler",
            "./usr/share/doc/ostler/copyright",
            "./usr/share/man/man1/ostler.1");
  }

  @Test
  void whatComesBeforeAVersionIsOlderThanIt() throws IOException {
    Path file = new DebianPackage(release("1.2.3-SNAPSHOT")).write();

    String version = Tool.run("dpkg-deb", "--field", file.toString(), "Version");

    assertThat(version).isEqualTo("1.2.3~SNAPSHOT");
    assertThat(Tool.run("dpkg", "--compare-versions", version, "lt", "1.2.3")).isEmpty();
  }

  @Test
  void samePackageIsMadeAgain() throws IOException {
    Release release = release("1.2.3");
    byte[] first = Files.readAllBytes(new DebianPackage(release).write());

    assertThat(new DebianPackage(release).write()).hasBinaryContent(first);
  }

  private Release release(String version) throws IOException {
    Release release = new Release(scratch, version, TIMESTAMP);
    write(release, "LICENSE");
    write(release, "bin/ostler");
    return release;
  }

  private static void write(Release release, String name) throws IOException {
    Path file = release.folder().resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, "text\n");
  }
}
