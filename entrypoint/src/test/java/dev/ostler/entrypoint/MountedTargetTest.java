package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.LinuxFiles;
import dev.ostler.testing.RealParts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets on real mounts. */
class MountedTargetTest {
  @TempDir Path directory;

  @BeforeEach
  void requireRoot() {
    RealParts.needRoot();
  }

  @Test
  void mountPointIsUpdatedFileByFileAndSaysSo() throws Exception {
    Path target = Files.createDirectory(directory.resolve("site"));
    try (var _ = RealParts.Mount.of("-t", "tmpfs", "none", target);
        TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults())) {
      assertThat(updates.atomic()).isFalse();
      assertThat(updates.whyNotAtomic())
          .hasValue(
              target
                  + " is updated file by file, so that readers can see old and new files together:"
                  + " it is a mount point; mount the directory above it instead, or make it a"
                  + " symbolic link");
      updates.commit(
          updates.stage(new TestTar().file("same", "1").file("a/b", "1").file("c", "1").source()));
      Map<String, String> first = Snapshot.of(target);
      long inode = LinuxFiles.status(target.resolve("same")).inode();
      UpdateReport report =
          updates.commit(
              updates.stage(
                  new TestTar().file("same", "1").file("a", "2").file("d", "2").source()));
      assertThat(report.changes())
          .hasToString("[modified a [type], deleted a/b, deleted c, created d]");
      assertThat(target.resolve("a")).hasContent("2");
      assertThat(LinuxFiles.status(target.resolve("same")).inode()).isEqualTo(inode);
      updates.rollback();
      assertThat(Snapshot.of(target)).isEqualTo(first);
    }
  }

  @Test
  void directoryOfALowerLayerIsRebuiltAndThenSwitchedAtOnce() throws Exception {
    RealParts.run("mkdir", "-p", directory + "/lower/site/sub");
    Path tmpfs = Files.createDirectory(directory.resolve("tmpfs"));
    Files.writeString(directory.resolve("lower/site/sub/file"), "image");
    Path merged = Files.createDirectory(directory.resolve("merged"));
    try (var _ = RealParts.Mount.of("-t", "tmpfs", "none", tmpfs)) {
      RealParts.run("mkdir", tmpfs + "/upper", tmpfs + "/work");
      String layers =
          "lowerdir=%s/lower,upperdir=%s/upper,workdir=%s/work".formatted(directory, tmpfs, tmpfs);
      try (var _ =
          RealParts.Mount.of("-t", "overlay", "-o", layers + ",redirect_dir=off", "none", merged)) {
        Path target = merged.resolve("site");
        Map<String, String> image = Snapshot.of(target);
        try (TargetDirectory updates = TargetDirectory.open(target, TreeOptions.defaults())) {
          assertThat(Snapshot.of(target)).isEqualTo(image);
          assertThat(updates.atomic()).isTrue();
          UpdateReport report =
              updates.commit(updates.stage(new TestTar().file("sub/file", "new").source()));
          assertThat(report.changes()).hasToString("[modified sub/file [content]]");
          assertThat(target.resolve("sub/file")).hasContent("new");
          updates.rollback();
          assertThat(Snapshot.of(target)).isEqualTo(image);
        }
      }
    }
  }

  @Test
  void mountBelowTheTargetIsRefused() throws Exception {
    Path secret = Files.createDirectories(directory.resolve("site/secret"));
    try (var _ = RealParts.Mount.of("-t", "tmpfs", "none", secret);
        TargetDirectory updates =
            TargetDirectory.open(directory.resolve("site"), TreeOptions.defaults())) {
      assertThatThrownBy(() -> updates.stage(new TestTar().file("a", "1").source()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cannot update %s: something is mounted at %s, which an exchange of the directory would hide; mount it outside",
              directory.resolve("site"), secret);
      assertThat(secret).isDirectory();
    }
  }

  @Test
  void stagingOnAnotherMountIsRefused() throws Exception {
    Path staging = Files.createDirectory(directory.resolve("staging"));
    Path target = Files.createDirectory(directory.resolve("site"));
    try (var _ = RealParts.Mount.of("-t", "tmpfs", "none", staging)) {
      assertThatThrownBy(
              () -> TargetDirectory.open(target, TreeOptions.defaults().withStaging(staging)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "cannot stage in %s: it is on another mount than %s; choose a directory on the same one, or none",
              staging, target);
    }
  }

  @Test
  void mountedFileIsOverwrittenInPlaceAndSaysSo() throws Exception {
    Path source = Files.writeString(directory.resolve("source"), "old and long");
    Path target = Files.createFile(directory.resolve("app.conf"));
    try (var _ = RealParts.Mount.of("--bind", source, target);
        FileTarget updates = FileTarget.open(target, TreeOptions.defaults())) {
      assertThat(updates.whyNotAtomic())
          .hasValue(
              target
                  + " is overwritten in place, so that readers can see half of it: it is a mount"
                  + " point; mount the directory above it instead, or make it a symbolic link");
      updates.commit(updates.stage("source", bytes("new")));
      assertThat(source).hasContent("new");
      updates.rollback();
      assertThat(source).hasContent("old and long");
    }
  }

  @Test
  void overwritingIsAllOrNothing() throws Exception {
    Path source = directory.resolve("source");
    Path target = Files.createFile(directory.resolve("app.conf"));
    Files.writeString(source, "");
    try (var _ = RealParts.Mount.of("--bind", source, target)) {
      boolean crashed = true;
      for (int step = 0; crashed; step++) {
        Files.writeString(source, "old and long");
        crashed = crashes(target, step);
        FileTarget.open(target, TreeOptions.defaults().withDurable(false)).close();
        assertThat(Files.readString(source))
            .as("crash before step " + step)
            .isIn("old and long", "new");
        new Trees(new Disk(), false).delete(directory.resolve(".app.conf.ostler"));
      }
    }
  }

  private static boolean crashes(Path target, int step) throws IOException {
    FileTarget updates;
    try {
      updates = FileTarget.open(target, TreeOptions.defaults(), new CrashingDisk(step));
    } catch (CrashingDisk.PowerCut cut) {
      return true;
    }
    try {
      updates.commit(updates.stage("source", bytes("new")));
      return false;
    } catch (CrashingDisk.PowerCut cut) {
      return true;
    } finally {
      updates.abandon();
    }
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
