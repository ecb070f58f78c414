package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.linux.LinuxFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a container forbids {@code unshare}, the file mode mask of a child that is being spawned is
 * the whole process's for a moment, and that of an update on another thread.
 */
class StrangeUmaskTest {
  /** Files come out as beside a spawn with the umask 077. */
  private static final class BesideASpawn extends Disk {
    @Override
    FileChannel create(Path path, int mode) throws IOException {
      return super.create(path, mode & ~077);
    }
  }

  @TempDir Path directory;

  @Test
  void filesHaveTheModeOfTheSourceWhateverIsSpawnedMeanwhile() throws IOException {
    Path target = directory.resolve("site");
    TreeOptions options = TreeOptions.defaults().withDurable(false);
    TestTar tar = new TestTar().file("page", 0644, "one").file("program", 0755, "two");
    try (TargetDirectory updates = TargetDirectory.open(target, options, new BesideASpawn())) {
      updates.commit(updates.stage(tar.source()));
    }

    assertThat(permissions(target.resolve("page"))).isEqualTo("644");
    assertThat(permissions(target.resolve("program"))).isEqualTo("755");
  }

  private static String permissions(Path file) throws IOException {
    return Integer.toOctalString(LinuxFiles.linkStatus(file).permissions());
  }
}
