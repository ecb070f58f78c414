package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {
  @TempDir Path directory;

  /** What the kubelet makes of a ConfigMap. */
  private Path volume() throws IOException {
    Path volume = Files.createDirectory(directory.resolve("volume"));
    generation(volume, "..first", "1");
    for (String name : List.of("a.conf", "b.conf")) {
      Files.createSymbolicLink(volume.resolve(name), Path.of("..data", name));
    }
    return volume;
  }

  private static void generation(Path volume, String name, String content) throws IOException {
    Path generation = Files.createDirectory(volume.resolve(name));
    Files.writeString(generation.resolve("a.conf"), "a" + content);
    Files.writeString(generation.resolve("b.conf"), "b" + content);
    Files.createSymbolicLink(volume.resolve("..next"), Path.of(name));
    Files.move(volume.resolve("..next"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> read(Path source, IoAction between) throws IOException {
    List<String> members = new ArrayList<>();
    TreeSource.directory(source, TreeOptions.defaults())
        .read((member, content) -> {
          members.add(
              member.name() + "=" + new String(content.readAllBytes(), StandardCharsets.UTF_8));
          between.run();
        });
    return members;
  }

  /** Something that happens while a source is read. */
  @FunctionalInterface
  private interface IoAction {
    void run() throws IOException;
  }

  @Test
  void volumeIsReadThroughItsCurrentGeneration() throws IOException {
    assertThat(read(volume(), () -> {})).containsExactly("a.conf=a1", "b.conf=b1");
  }

  @Test
  void generationsNeverMix() throws IOException {
    Path volume = volume();
    boolean[] swapped = new boolean[1];
    List<String> members =
        read(
            volume,
            () -> {
              if (!swapped[0]) {
                swapped[0] = true;
                generation(volume, "..second", "2");
              }
            });
    assertThat(members).containsExactly("a.conf=a1", "b.conf=b1");
    assertThat(read(volume, () -> {})).containsExactly("a.conf=a2", "b.conf=b2");
  }

  @Test
  void swapIsOneUpdate() throws IOException {
    Path volume = volume();
    Path target = directory.resolve("site");
    try (TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults())) {
      updates.commit(updates.stage(TreeSource.directory(volume, TreeOptions.defaults())));
      assertThat(target.resolve("a.conf")).isRegularFile().hasContent("a1");
      generation(volume, "..second", "2");
      assertThat(
              updates
                  .commit(updates.stage(TreeSource.directory(volume, TreeOptions.defaults())))
                  .changes())
          .hasToString("[modified a.conf [content], modified b.conf [content]]");
    }
  }

  @Test
  void plainDirectoryIsCopiedWithDirectoriesAndLinks() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source/sub")).getParent();
    Files.writeString(source.resolve("sub/file"), "1");
    Files.createSymbolicLink(source.resolve("link"), Path.of("sub/file"));
    assertThat(read(source, () -> {})).containsExactly("link=", "sub=", "sub/file=1");
  }

  @Test
  void fileThatChangesWhileItIsReadIsRefused() throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));
    Path file = Files.writeString(source.resolve("file"), "1");
    assertThatThrownBy(() -> read(source, () -> Files.writeString(file, "22")))
        .isInstanceOf(IOException.class)
        .hasMessage("%s changed while it was read; try again when it is at rest", file);
  }

  @Test
  void fifoIsRefusedByName() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    RealParts.run("mkfifo", source.resolve("pipe"));
    try (TargetDirectory updates =
        TargetDirectory.open(directory.resolve("site"), TreeOptions.defaults())) {
      assertThatThrownBy(() -> updates.stage(TreeSource.directory(source, TreeOptions.defaults())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cannot use member 'pipe' of %s: it is a device, FIFO or socket; leave it out",
              source);
    }
  }

  @Test
  void missingDirectoryIsNamed() throws IOException {
    Path missing = directory.resolve("missing");
    Path target = directory.resolve("site");
    try (TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults())) {
      assertThatThrownBy(() -> updates.stage(TreeSource.directory(missing, TreeOptions.defaults())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("cannot stage %s for %s: %s is not there", missing, target, missing);
    }
  }
}
