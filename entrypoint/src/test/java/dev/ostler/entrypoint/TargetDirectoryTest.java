package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.FileStatus;
import dev.ostler.linux.LinuxFiles;
import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetDirectoryTest {
  private static final TreeOptions QUICK = TreeOptions.defaults().withDurable(false);

  @TempDir Path directory;

  private Path target;
  private TargetDirectory updates;

  @BeforeEach
  void open() throws IOException {
    target = directory.resolve("site");
    updates = TargetDirectory.open(target, QUICK);
  }

  @AfterEach
  void close() {
    updates.close();
  }

  private UpdateReport update(TestTar tar) throws IOException {
    return updates.commit(updates.stage(tar.source()));
  }

  private static TestTar tar() {
    return new TestTar();
  }

  private FileStatus status(String name) throws IOException {
    return LinuxFiles.linkStatus(target.resolve(name));
  }

  @Test
  void targetThatIsNotThereAppearsWithTheFirstUpdate() throws IOException {
    StagedTree staged = updates.stage(tar().file("conf.d/a.conf", "one").source());
    assertThat(target).doesNotExist();
    assertThat(staged.path().resolve("conf.d/a.conf")).hasContent("one");
    updates.commit(staged);
    assertThat(target.resolve("conf.d/a.conf")).hasContent("one");
    assertThat(updates.atomic()).isTrue();
  }

  @Test
  void everyKindOfMemberIsApplied() throws IOException {
    RealParts.needRoot();
    update(
        tar()
            .directory("dir", 0750)
            .file("dir/file", 0640, "content")
            .hardLink("hard", "dir/file")
            .symbolicLink("dir/up", "../hard")
            .symbolicLink("own", target + "/hard")
            .directory("empty", 0700));
    assertThat(Snapshot.of(target))
        .isEqualTo(
            Map.of(
                ".", "40755 0:0 ",
                "dir", "40750 0:0 ",
                "dir/file", "100640 0:0 content",
                "hard", "100640 0:0 content",
                "dir/up", "120777 0:0 -> ../hard",
                "own", "120777 0:0 -> " + target + "/hard",
                "empty", "40700 0:0 "));
    assertThat(status("hard").inode()).isEqualTo(status("dir/file").inode());
    assertThat(status("dir/file").modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
  }

  @Test
  void changesAreToldByKindAndAspect() throws IOException {
    update(
        tar()
            .file("same", "1")
            .file("content", "1")
            .file("mode", 0600, "1")
            .symbolicLink("link", "same")
            .file("type", "1")
            .file("gone", "1")
            .directory("left", 0755));
    UpdateReport report =
        update(
            tar()
                .file("same", "1")
                .file("content", "2")
                .file("mode", 0644, "1")
                .symbolicLink("link", "content")
                .symbolicLink("type", "same")
                .file("sub/new", "2")
                .directory("empty", 0755));
    assertThat(report.changes())
        .hasToString(
            "[modified content [content], created empty, deleted gone, deleted left,"
                + " modified link [link], modified mode [mode], created sub/new,"
                + " modified type [type]]");
    assertThat(report.unchanged()).containsExactly("same");
    assertThat(report.changed(ChangeKind.CREATED)).containsExactly("empty", "sub/new");
    assertThat(report.toString())
        .matches("2 created, 4 modified, 2 deleted, 1 unchanged in \\d+ ms");
  }

  @Test
  void digestsTellOldAndNewContent() throws IOException {
    String one = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
    String two = "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3";
    update(tar().file("a", "one").file("b", "one"));
    assertThat(update(tar().file("a", "two").file("c", "two")).changes())
        .containsExactly(
            new FileChange(
                "a",
                ChangeKind.MODIFIED,
                Set.of(Aspect.CONTENT),
                Optional.of(one),
                Optional.of(two)),
            new FileChange("b", ChangeKind.DELETED, Set.of(), Optional.of(one), Optional.empty()),
            new FileChange("c", ChangeKind.CREATED, Set.of(), Optional.empty(), Optional.of(two)));
  }

  @Test
  void equalFilesKeepInodeAndTime() throws IOException {
    update(tar().file("same", "1").symbolicLink("link", "same").file("other", "1"));
    Files.setLastModifiedTime(target.resolve("same"), FileTime.fromMillis(1000));
    FileStatus file = status("same");
    FileStatus link = status("link");
    update(tar().file("same", "1").symbolicLink("link", "same").file("other", "2"));
    assertThat(status("same").inode()).isEqualTo(file.inode());
    assertThat(status("same").modified()).isEqualTo(file.modified());
    assertThat(status("link").inode()).isEqualTo(link.inode());
  }

  @Test
  void changeBehindTheFirstChunkIsFound() throws IOException {
    String start = "x".repeat(200_000);
    update(tar().file("large", start + "1" + start));
    assertThat(update(tar().file("large", start + "2" + start)).changes())
        .hasToString("[modified large [content]]");
    assertThat(target.resolve("large")).hasContent(start + "2" + start);
  }

  @Test
  void sameArchiveTwiceChangesNothing() throws IOException {
    update(tar().file("a", "1").directory("d", 0755));
    long inode = LinuxFiles.status(target).inode();
    UpdateReport report = update(tar().file("a", "1").directory("d", 0755));
    assertThat(report.isEmpty()).isTrue();
    assertThat(LinuxFiles.status(target).inode()).isEqualTo(inode);
  }

  @Test
  void emptyArchiveDeletesEveryFile() throws IOException {
    update(tar().file("a", "1").file("d/b", "1"));
    assertThat(update(tar()).changed(ChangeKind.DELETED)).containsExactly("a", "d/b");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void ownersAreAppliedWherePermitted() throws IOException {
    RealParts.needRoot();
    update(tar().file("a", 0644, 1000, "1"));
    assertThat(status("a").owner()).isEqualTo(1000);
    assertThat(update(tar().file("a", 0644, 1001, "1")).changes())
        .hasToString("[modified a [owner]]");
    updates.close();
    updates = TargetDirectory.open(target, QUICK.withOwner(false));
    assertThat(update(tar().file("a", 0644, 7, "1")).isEmpty()).isTrue();
  }

  @Test
  void timesAreThoseOfTheUpdateWhereTheSourcesAreNotWanted() throws IOException {
    updates.close();
    updates = TargetDirectory.open(target, QUICK.withModified(false));

    update(tar().directory("dir", 0755).file("dir/file", "1").symbolicLink("link", "dir"));

    assertThat(List.of(status("dir"), status("dir/file"), status("link")))
        .extracting(FileStatus::modified)
        .allSatisfy(time -> assertThat(time).isAfter(Instant.ofEpochSecond(1_700_000_000)));
  }

  @Test
  void modeOfTheTargetItselfIsApplied() throws IOException {
    update(tar().directory("./", 0711).file("./a", "1"));
    assertThat(LinuxFiles.status(target).permissions()).isEqualTo(0711);
    update(tar().file("a", "2"));
    assertThat(LinuxFiles.status(target).permissions()).isEqualTo(0711);
  }

  @Test
  void archivesOfAllMakesAreRead() throws IOException {
    String path = "d/" + "long".repeat(60) + "/é";
    update(tar().globalHeader("0123").file(path, "pax"));
    assertThat(target.resolve(path)).hasContent("pax");
    update(tar().gnu().file(path, "gnu"));
    assertThat(target.resolve(path)).hasContent("gnu");
    updates.commit(updates.stage(TestTar.source(tar().file(path, "gzip").gzip())));
    assertThat(target.resolve(path)).hasContent("gzip");
  }

  @Test
  void zstdArchiveIsRead() throws Exception {
    RealParts.needProgram("zstd");
    Path plain = Files.write(directory.resolve("plain"), tar().file("a", "zstd").bytes());
    RealParts.run("zstd", "-q", plain);
    updates.commit(
        updates.stage(TestTar.source(Files.readAllBytes(directory.resolve("plain.zst")))));
    assertThat(target.resolve("a")).hasContent("zstd");
  }

  @Test
  void rollbackPutsTheVersionBeforeBackOnce() throws IOException {
    update(tar().file("a", "1"));
    assertThat(updates.hasPrevious()).isFalse();
    assertThatThrownBy(updates::rollback)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cannot roll back %s: no version before this one is kept", target);
    update(tar().file("a", "2"));
    update(tar().file("a", "3"));
    updates.close();
    updates = TargetDirectory.open(target, QUICK);
    updates.rollback();
    assertThat(target.resolve("a")).hasContent("2");
    assertThat(updates.hasPrevious()).isFalse();
  }

  @Test
  void unsupportedObjectInTheTargetIsNamed() throws Exception {
    update(tar().file("a", "1"));
    RealParts.run("mkfifo", target.resolve("pipe"));
    assertThatThrownBy(() -> updates.stage(tar().file("a", "2").source()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot update %s: %s is a device, FIFO or socket; have it put somewhere else",
            target, target.resolve("pipe"));
    assertThat(target.resolve("a")).hasContent("1");
    assertThat(target.resolve("pipe")).exists();
  }

  @Test
  void nameInTheTargetThatIsNotUtf8IsTold() throws Exception {
    update(tar().file("a", "1"));
    RealParts.run("sh", "-c", "touch " + target + "/$(printf 'n\\351')");
    assertThatThrownBy(() -> updates.stage(tar().file("a", "2").source()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot update %s: the name '%s/n\uFFFD' in it is not UTF-8, or Java was started"
                + " without LC_ALL=C.UTF-8",
            target, target);
  }

  @Test
  void secondInstanceIsRefused() {
    Path samePlace = directory.resolve("x/../site");
    assertThatThrownBy(() -> TargetDirectory.open(samePlace, QUICK))
        .isInstanceOf(TargetHeldException.class)
        .hasMessage(
            "cannot update %s: process %d is already looking after it; stop that one first",
            target, ProcessHandle.current().pid());
    // The attempt must not have taken the lock away from its holder.
    assertThatThrownBy(() -> TargetDirectory.open(target, QUICK))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void linkInPlaceOfTheLockIsNotFollowed() throws IOException {
    Path other = directory.resolve("other");
    Path precious = Files.writeString(directory.resolve("precious"), "kept");
    Path workPlace = Files.createDirectory(directory.resolve(".other.ostler"));
    Files.createSymbolicLink(workPlace.resolve("lock"), precious);

    assertThatThrownBy(() -> TargetDirectory.open(other, QUICK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot update %s: %s/lock is a symbolic link, which may lead anywhere; delete it",
            other, workPlace);
    assertThat(precious).hasContent("kept");
  }

  @Test
  void linkInPlaceOfTheWorkPlaceIsNotFollowed() throws IOException {
    Path other = directory.resolve("other");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path workPlace = directory.resolve(".other.ostler");
    Files.createSymbolicLink(workPlace, elsewhere);

    assertThatThrownBy(() -> TargetDirectory.open(other, QUICK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cannot prepare updates in %s: it is no directory; delete it", workPlace);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void leftOversOfACrashAreCleared() throws IOException {
    updates.stage(tar().file("a", "1").source());
    Files.createDirectories(directory.resolve(".site.ostler/trash-0/x"));
    updates.abandon();
    updates = TargetDirectory.open(target, QUICK);
    assertThat(directory.resolve(".site.ostler")).isDirectoryNotContaining("glob:**{new,trash-*}");
    assertThat(target).doesNotExist();
  }

  @Test
  void symbolicLinkIsSwitchedToANewGeneration() throws IOException {
    Path first = Files.createDirectory(directory.resolve("first"));
    Files.writeString(first.resolve("a"), "1");
    Path link = Files.createSymbolicLink(directory.resolve("current"), Path.of("first"));
    try (TargetDirectory switched = TargetDirectory.open(link, QUICK)) {
      for (String version : new String[] {"2", "3", "4"}) {
        switched.commit(switched.stage(tar().file("a", version).source()));
        assertThat(link).isSymbolicLink();
        assertThat(link.resolve("a")).hasContent(version);
      }
      assertThat(Files.readSymbolicLink(link).toString()).startsWith(".current.ostler/generation-");
      switched.rollback();
      assertThat(link.resolve("a")).hasContent("3");
      assertThat(switched.hasPrevious()).isFalse();
    }
    assertThat(first.resolve("a")).hasContent("1");
    assertThat(directory.resolve(".current.ostler"))
        .isDirectoryContaining("glob:**generation-*")
        .isDirectoryNotContaining("glob:**trash-*");
  }

  @Test
  void missingParentIsNamed() {
    Path orphan = directory.resolve("missing/site");
    assertThatThrownBy(() -> TargetDirectory.open(orphan, QUICK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot update %s: the directory %s is not there; create it",
            orphan, orphan.getParent());
  }

  @Test
  void fileIsNoTargetDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> TargetDirectory.open(file, QUICK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("cannot update %s as a directory: it is a file", file);
  }

  @Test
  void stagingMayLieElsewhere() throws IOException {
    Path staging = Files.createDirectory(directory.resolve("staging"));
    Path other = directory.resolve("other");
    try (TargetDirectory elsewhere = TargetDirectory.open(other, QUICK.withStaging(staging))) {
      StagedTree staged = elsewhere.stage(tar().file("a", "1").source());
      assertThat(staged.path().startsWith(staging)).isTrue();
      elsewhere.commit(staged);
      assertThat(other.resolve("a")).hasContent("1");
    }
  }

  @Test
  void committingTwiceIsRefused() throws IOException {
    StagedTree staged = updates.stage(tar().file("a", "1").source());
    updates.commit(staged);
    assertThatThrownBy(() -> updates.commit(staged))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cannot update %s: the staged version is no longer there; stage it again", target);
  }

  @Test
  void closedTargetIsLeftAlone() throws IOException {
    StagedTree staged = updates.stage(tar().file("a", "1").source());
    updates.close();
    try (TargetDirectory other = TargetDirectory.open(target, QUICK)) {
      StagedTree kept = other.stage(tar().file("a", "2").source());
      updates.close();
      assertThatThrownBy(() -> updates.commit(staged))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("cannot update %s: it has been closed", target);
      other.commit(kept);
    }
    assertThat(target.resolve("a")).hasContent("2");
  }

  @Test
  void durableUpdateArrivesToo() throws IOException {
    updates.close();
    updates = TargetDirectory.open(target, TreeOptions.defaults());
    TestTar many = tar();
    for (int i = 0; i < 100; i++) {
      many.file("f" + i, "1");
    }
    update(many);
    update(tar().file("a", "2"));
    assertThat(target).isDirectoryContaining("glob:**a").isDirectoryNotContaining("glob:**f*");
  }
}
