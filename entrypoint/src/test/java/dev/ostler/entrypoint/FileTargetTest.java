package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.LinuxFiles;
import dev.ostler.testing.RealParts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {
  private static final TreeOptions QUICK = TreeOptions.defaults().withDurable(false);

  @TempDir Path directory;

  private Path target;

  @BeforeEach
  void name() {
    target = directory.resolve("app.conf");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private UpdateReport update(String content) throws IOException {
    try (FileTarget updates = FileTarget.open(target, QUICK)) {
      return updates.commit(updates.stage("source", bytes(content)));
    }
  }

  @Test
  void newTargetGetsTheConfiguredMode() throws IOException {
    try (FileTarget updates = FileTarget.open(target, QUICK.withNewFileMode(0606))) {
      StagedTree staged = updates.stage("source", bytes("1"));
      assertThat(target).doesNotExist();
      assertThat(updates.commit(staged).changes()).hasToString("[created app.conf]");
    }
    assertThat(LinuxFiles.status(target).permissions()).isEqualTo(0606);
    assertThat(target).hasContent("1");
  }

  @Test
  void existingTargetKeepsModeAndOwner() throws IOException {
    RealParts.needRoot();
    Files.writeString(target, "1");
    Files.setAttribute(target, "unix:mode", 0640);
    Files.setAttribute(target, "unix:uid", 1000);
    assertThat(update("2").changes()).hasToString("[modified app.conf [content]]");
    assertThat(Snapshot.of(directory)).containsEntry("app.conf", "100640 1000:0 2");
  }

  @Test
  void equalContentChangesNothing() throws IOException {
    update("1");
    long inode = LinuxFiles.status(target).inode();
    assertThat(update("1").unchanged()).containsExactly("app.conf");
    assertThat(LinuxFiles.status(target).inode()).isEqualTo(inode);
  }

  @Test
  void rollbackPutsTheVersionBeforeBack() throws IOException {
    update("1");
    update("2");
    try (FileTarget updates = FileTarget.open(target, QUICK)) {
      updates.rollback();
      assertThat(target).hasContent("1");
      assertThatThrownBy(updates::rollback)
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("cannot roll back %s: no version before this one is kept", target);
    }
  }

  @Test
  void linkStaysAndItsFileIsUpdated() throws IOException {
    Files.writeString(directory.resolve("real"), "1");
    Files.createSymbolicLink(target, Path.of("real"));
    update("2");
    assertThat(target).isSymbolicLink().hasContent("2");
  }

  @Test
  void directoryIsNoTargetFile() throws IOException {
    Files.createDirectory(target);
    assertThatThrownBy(() -> update("1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cannot update %s as a file: it is not a regular file", target);
  }

  @Test
  void missingParentIsNamed() {
    target = directory.resolve("missing/app.conf");
    assertThatThrownBy(() -> update("1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot update %s: the directory %s is not there; create it",
            target, target.getParent());
  }

  @Test
  void tooLargeContentIsRefused() throws IOException {
    update("old");
    ArchiveLimits small = new ArchiveLimits(1, 1, 4, 1, 1, 1);
    try (FileTarget updates = FileTarget.open(target, QUICK.withLimits(small))) {
      assertThatThrownBy(() -> updates.stage("source", bytes("12345")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("cannot stage source for %s: it is larger than the limit of 4 bytes", target);
    }
    assertThat(target).hasContent("old");
  }

  @Test
  void updateIsAllOrNothing() throws IOException {
    boolean crashed = true;
    for (int step = 0; crashed; step++) {
      target = directory.resolve("file" + step);
      update("first");
      update("old");
      crashed = crashes(step);
      try (FileTarget updates = FileTarget.open(target, QUICK)) {
        String found = Files.readString(target);
        assertThat(found).as("crash before step " + step).isIn("old", "new");
        updates.rollback();
        assertThat(target)
            .as("rolled back after step " + step)
            .hasContent(found.equals("new") ? "old" : "first");
      }
    }
  }

  private boolean crashes(int step) throws IOException {
    FileTarget updates = null;
    try {
      updates = FileTarget.open(target, TreeOptions.defaults(), new CrashingDisk(step));
      updates.commit(updates.stage("source", bytes("new")));
      return false;
    } catch (CrashingDisk.PowerCut cut) {
      return true;
    } finally {
      if (updates != null) {
        updates.abandon();
      }
    }
  }
}
