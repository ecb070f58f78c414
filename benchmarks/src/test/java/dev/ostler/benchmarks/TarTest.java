package dev.ostler.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
  @TempDir private Path folder;

  @Test
  void tarReadsWhatWasWritten() throws Exception {
    Path archive = folder.resolve("a.tar");
    Tar.writeGeneration(archive, 3, 2048, 7);

    unpack(archive);

    assertThat(folder.resolve("f00000.conf")).hasSize(2048);
    assertThat(Files.readString(folder.resolve("f00000.conf"))).startsWith("file 0 generation 0\n");
    assertThat(Files.readString(folder.resolve(Tar.changing(3))))
        .startsWith("file 1 generation 7\n");
  }

  @Test
  void generationsDifferInOneFile() throws Exception {
    Path first = folder.resolve("1.tar");
    Path second = folder.resolve("2.tar");
    Tar.writeGeneration(first, 5, 100, 1);
    Tar.writeGeneration(second, 5, 100, 2);

    assertThat(Files.mismatch(first, second)).isBetween(2 * 1024L, 3 * 1024L);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.toFile().length()).distinct()).hasSize(1);
    }
  }

  private void unpack(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
  }
}
