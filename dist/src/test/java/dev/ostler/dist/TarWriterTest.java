package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.testing.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {
  private static final Instant TIMESTAMP = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path scratch;

  @Test
  void allIsRootsAndOfOneTime() throws IOException {
    Path archive = write(folder("a", "rwx------", Instant.EPOCH));

    assertThat(Tool.run("env", "TZ=UTC", "tar", "-tvzf", archive.toString()).lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "drwxr-xr-x root/root 0 2026-11-01 00:00 app/",
            "drwxr-xr-x root/root 0 2026-11-01 00:00 app/bin/",
            "-rwxr-xr-x root/root 5 2026-11-01 00:00 app/bin/run",
            "lrwxrwxrwx root/root 0 2026-11-01 00:00 app/link -> bin/run",
            "-rw-r--r-- root/root 5 2026-11-01 00:00 app/text");
  }

  @Test
  void sameContentIsTheSameArchive() throws IOException {
    Path one = write(folder("a", "rwx------", Instant.EPOCH));
    Path other = write(folder("b", "rwxrwxr-x", TIMESTAMP));

    assertThat(other).hasSameBinaryContentAs(one);
  }

  private Path folder(String name, String permissions, Instant time) throws IOException {
    Path folder = scratch.resolve(name);
    Path program = folder.resolve("bin/run");
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(program, "text\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(permissions));
    Files.writeString(folder.resolve("text"), "text\n");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("bin/run"));
    Files.setLastModifiedTime(program, FileTime.from(time));
    return folder;
  }

  private Path write(Path folder) throws IOException {
    Path archive = scratch.resolve(folder.getFileName() + ".tar.gz");
    try (OutputStream out = TarWriter.gzip(archive);
        TarWriter tar = new TarWriter(out, TIMESTAMP)) {
      tar.tree("app", folder);
    }
    return archive;
  }
}
