package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.Errno;
import dev.ostler.linux.LinuxException;
import dev.ostler.testing.RealParts;
import dev.ostler.testing.RealParts.Mount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extended attributes, where they are asked for. */
class XattrsTest {
  private static final TreeOptions WITH = TreeOptions.defaults().withDurable(false).withXattrs();

  @TempDir Path directory;
  private final Disk disk = new Disk();
  private Path target;

  @BeforeEach
  void requireFileSystem() throws IOException {
    target = directory.resolve("site");
    RealParts.need(isPossible(), "a file system with extended attributes of users");
  }

  private boolean isPossible() throws IOException {
    Path probe = Files.createFile(directory.resolve("probe"));
    try {
      disk.attribute(probe, "probe", "1");
      return true;
    } catch (FileSystemException refused) {
      return false;
    } finally {
      Files.delete(probe);
    }
  }

  private static Map<String, String> of(Path path) throws IOException {
    return ExtendedAttributes.of(path).values();
  }

  private static TestTar with(String value) {
    return new TestTar()
        .pax(Map.of("SCHILY.xattr.user.colour", value, "SCHILY.xattr.user.b", "é"), "file", "1");
  }

  private UpdateReport update(TreeOptions options, TestTar tar) throws IOException {
    try (TargetDirectory updates = TargetDirectory.open(target, options)) {
      return updates.commit(
          updates.stage(
              TreeSource.archive("site.tar", new ByteArrayInputStream(tar.bytes()), options)));
    }
  }

  @Test
  void attributesOfAnArchiveAreTakenAsTheyAre() throws Exception {
    update(WITH, with("red"));

    // A character for each byte: the é is two.
    assertThat(of(target.resolve("file"))).isEqualTo(Map.of("colour", "red", "b", "\u00c3\u00a9"));
  }

  @Test
  void attributesOfGnuTarAreTaken() throws Exception {
    RealParts.needProgram("tar");
    Path source = Files.createDirectories(directory.resolve("source/sub"));
    Path file = Files.writeString(source.resolve("file"), "1");
    disk.attribute(file, "colour", "red");
    disk.attribute(source, "kind", "folder");
    Path archive = directory.resolve("site.tar");
    RealParts.run("tar", "--xattrs", "-cf", archive, "-C", directory.resolve("source"), "sub");

    try (TargetDirectory updates = TargetDirectory.open(target, WITH);
        var bytes = Files.newInputStream(archive)) {
      updates.commit(updates.stage(TreeSource.archive("site.tar", bytes, WITH)));
    }

    assertThat(of(target.resolve("sub/file"))).isEqualTo(Map.of("colour", "red"));
    assertThat(of(target.resolve("sub"))).isEqualTo(Map.of("kind", "folder"));
  }

  @Test
  void attributesOfADirectoryAreTaken() throws Exception {
    Path source = Files.createDirectories(directory.resolve("source/sub"));
    disk.attribute(Files.writeString(source.resolve("file"), "1"), "bytes", "\u0000\u00ff");
    disk.attribute(source, "kind", "");

    try (TargetDirectory updates = TargetDirectory.open(target, WITH)) {
      updates.commit(updates.stage(TreeSource.directory(directory.resolve("source"), WITH)));
    }

    assertThat(of(target.resolve("sub/file"))).isEqualTo(Map.of("bytes", "\u0000\u00ff"));
    assertThat(of(target.resolve("sub"))).isEqualTo(Map.of("kind", ""));
  }

  @Test
  void differenceIsAChange() throws Exception {
    update(WITH, with("red"));

    assertThat(update(WITH, with("red")).changes()).isEmpty();
    assertThat(update(WITH, with("blue")).changes()).hasToString("[modified file [xattrs]]");
    assertThat(of(target.resolve("file"))).containsEntry("colour", "blue");
    assertThat(update(WITH, new TestTar().file("file", "1")).changes())
        .hasToString("[modified file [xattrs]]");
    assertThat(of(target.resolve("file"))).isEmpty();
  }

  @Test
  void readOnlyFileGetsItsAttributesAndKeepsItsMode() throws Exception {
    Path source = Files.createDirectories(directory.resolve("source"));
    Path file = Files.writeString(source.resolve("file"), "1");
    disk.attribute(file, "colour", "red");
    disk.mode(file, 0444);

    try (TargetDirectory updates = TargetDirectory.open(target, WITH)) {
      updates.commit(updates.stage(TreeSource.directory(source, WITH)));
    }

    assertThat(Snapshot.of(target).get("file")).startsWith("100444");
    assertThat(of(target.resolve("file"))).isEqualTo(Map.of("colour", "red"));
  }

  @Test
  void nobodyWhoDoesNotAskHasThem() throws Exception {
    TreeOptions without = TreeOptions.defaults().withDurable(false);
    update(without, with("red"));

    assertThat(of(target.resolve("file"))).isEmpty();
    disk.attribute(target.resolve("file"), "colour", "mine");
    assertThat(update(without, with("blue")).changes()).isEmpty();
    assertThat(of(target.resolve("file"))).isEqualTo(Map.of("colour", "mine"));
  }

  @Test
  void attributesOfTheSystemAreLeftAlone() throws Exception {
    update(WITH, new TestTar().pax(Map.of("SCHILY.xattr.security.capability", "x"), "file", "1"));

    assertThat(of(target.resolve("file"))).isEmpty();
  }

  @Test
  void valueThatTheReaderSpoilsIsRefused() {
    TestTar spoilt = new TestTar().pax(Map.of("SCHILY.xattr.user.b", "\uFFFD"), "file", "1");

    assertThatThrownBy(() -> update(WITH, spoilt))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot stage site.tar for "
                + target
                + ": member 'file' has a value in its extended attribute 'user.b' that is not"
                + " UTF-8; leave it out");
    assertThat(target).doesNotExist();
  }

  @Test
  void filesSwitchedOneByOneHaveThemToo() throws Exception {
    Disk withoutExchange =
        new Disk() {
          @Override
          void exchange(Path one, Path other) throws IOException {
            throw new LinuxException("exchange " + one, Errno.EINVAL);
          }
        };
    Path source = Files.createDirectories(directory.resolve("source/sub"));
    disk.attribute(Files.writeString(source.resolve("file"), "1"), "colour", "red");
    disk.attribute(source, "kind", "folder");
    update(WITH, new TestTar().directory("sub", 0755).file("sub/file", "1"));

    try (TargetDirectory updates = TargetDirectory.open(target, WITH, withoutExchange)) {
      assertThat(updates.atomic()).isFalse();
      updates.commit(updates.stage(TreeSource.directory(directory.resolve("source"), WITH)));
      assertThat(of(target.resolve("sub/file"))).isEqualTo(Map.of("colour", "red"));
      assertThat(of(target.resolve("sub"))).isEqualTo(Map.of("kind", "folder"));

      updates.rollback();

      assertThat(of(target.resolve("sub/file"))).isEmpty();
      assertThat(of(target.resolve("sub"))).isEmpty();
    }
  }

  @Test
  void singleFileKeepsItsOwn() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "1");
    disk.attribute(file, "colour", "mine");

    try (FileTarget updates = FileTarget.open(file, WITH)) {
      updates.commit(updates.stage("source", new ByteArrayInputStream(new byte[] {'2'})));
    }

    assertThat(file).hasContent("2");
    assertThat(of(file)).isEqualTo(Map.of("colour", "mine"));
  }

  @Test
  void fileSystemWithoutThemIsRefused() throws Exception {
    RealParts.needRoot();
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    try (Mount mount = Mount.of("-t", "ramfs", "ramfs", mounted)) {
      assertThat(mount.where()).isEqualTo(mounted);
      Path site = mounted.resolve("site");

      assertThatThrownBy(() -> TargetDirectory.open(site, WITH))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cannot keep extended attributes in "
                  + site
                  + ": its file system refuses them; have it on another one, or do without"
                  + " them");
      TargetDirectory.open(site, TreeOptions.defaults()).close();
    }
  }
}
