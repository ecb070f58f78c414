package dev.ostler.entrypoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.entrypoint.ConfigurationEvent.Changed;
import dev.ostler.entrypoint.ConfigurationEvent.Removed;
import dev.ostler.entrypoint.ConfigurationEvent.Unreadable;
import dev.ostler.entrypoint.ConfigurationEvent.Updated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
  @TempDir Path folder;
  private Entrypoint entrypoint;
  private Events events;
  private Path source;
  private Path target;

  @BeforeEach
  void open() throws IOException {
    entrypoint = Entrypoint.openEmbedded(WatchOptions.defaults());
    events = new Events(entrypoint);
    source = Files.createDirectory(folder.resolve("source"));
    target = folder.resolve("target");
  }

  @AfterEach
  void close() {
    entrypoint.close();
  }

  private ConfigurationHandler watch() throws IOException {
    return entrypoint.directory(source, target, TreeOptions.defaults().withDurable(false));
  }

  private UpdateReport update(ConfigurationHandler handler) {
    handler.update();
    return events.next(Updated.class).report();
  }

  @Test
  void eachSwapOfAVolumeIsOneChange() throws Exception {
    Replacing.swapVolume(source, "..2026_01", "a", "1", "b", "1");
    ConfigurationHandler handler = watch();
    events.next(Changed.class);
    update(handler);

    for (int generation = 2; generation < 8; generation++) {
      String content = "" + generation;
      Replacing.swapVolume(source, "..2026_0" + generation, "a", content, "b", "1");
      events.next(Changed.class);
      events.none();
      UpdateReport report = update(handler);
      assertThat(report.changed(ChangeKind.MODIFIED)).containsExactly("a");
      assertThat(report.unchanged()).containsExactly("b");
    }
    assertThat(target.resolve("a")).hasContent("7");
  }

  @Test
  void volumeThatComesIntoAnEmptyFolderIsOneChange() throws Exception {
    ConfigurationHandler handler = watch();
    events.next(Changed.class);
    assertThat(update(handler).isEmpty()).isTrue();

    Replacing.swapVolume(source, "..2026_01", "a", "1");

    events.next(Changed.class);
    events.none();
    assertThat(update(handler).changed(ChangeKind.CREATED)).containsExactly("a");
  }

  @Test
  void hundredSwapsWhileNobodyReadsEndInTheLastGeneration() throws Exception {
    ConfigurationHandler handler = watch();
    events.next(Changed.class);

    for (int generation = 100; generation < 200; generation++) {
      Replacing.swapVolume(source, "..2026_" + generation, "a", "" + generation);
    }

    events.next(Changed.class);
    events.none();
    update(handler);
    assertThat(target.resolve("a")).hasContent("199");
  }

  @Test
  void filesOfAPlainDirectoryAreOneChangeWhenTheyAreAtRest() throws Exception {
    ConfigurationHandler handler = watch();
    events.next(Changed.class);

    for (int i = 0; i < 50; i++) {
      Files.writeString(source.resolve("file" + i), "x");
    }

    events.next(Changed.class);
    events.none();
    assertThat(update(handler).changed(ChangeKind.CREATED)).hasSize(50);
  }

  @Test
  void othersHaveTheirTurnWhileALargeDirectoryIsLookedAt() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(source.resolve("file" + i));
    }
    Alarm alarm = entrypoint.alarm(Duration.ZERO);
    watch();

    assertThat(events.next(AlarmRang.class).alarm()).isEqualTo(alarm);
    events.next(Changed.class);
  }

  @Test
  void directoryOfTooManyIsRefusedUntilItHasLess() throws Exception {
    ArchiveLimits usual = ArchiveLimits.defaults();
    ArchiveLimits few =
        new ArchiveLimits(
            3,
            usual.maxTotalBytes(),
            usual.maxFileBytes(),
            usual.maxPathBytes(),
            usual.maxDepth(),
            usual.maxRatio());
    Files.createDirectories(source.resolve("a/b"));
    Files.writeString(source.resolve("a/b/c"), "1");
    Path fourth = Files.writeString(source.resolve("a/b/d"), "1");
    ConfigurationHandler handler =
        entrypoint.directory(source, target, TreeOptions.defaults().withLimits(few));

    assertThat(events.next(Unreadable.class).reason())
        .hasMessage("cannot read " + source + ": there are more than 3 members");
    Files.delete(fourth);

    events.next(Changed.class);
    assertThat(update(handler).changed(ChangeKind.CREATED)).containsExactly("a/b/c");
  }

  @Test
  void changesDeepInsideAreNoticed() throws Exception {
    ConfigurationHandler handler = watch();
    events.next(Changed.class);
    Path deep = Files.createDirectories(source.resolve("a/b/c"));
    Files.writeString(deep.resolve("file"), "one");
    events.next(Changed.class);
    update(handler);

    Files.writeString(deep.resolve("file"), "two");
    events.next(Changed.class);
    assertThat(update(handler).changed(ChangeKind.MODIFIED)).containsExactly("a/b/c/file");

    Files.setPosixFilePermissions(
        deep.resolve("file"), PosixFilePermissions.fromString("rw-------"));
    events.next(Changed.class);
    assertThat(update(handler).changed(ChangeKind.MODIFIED)).containsExactly("a/b/c/file");

    Replacing.deleteTree(source.resolve("a"));
    events.next(Changed.class);
    assertThat(update(handler).changed(ChangeKind.DELETED)).containsExactly("a/b/c/file");
  }

  @Test
  void whatIsReadAndNotWrittenIsNoChange() throws Exception {
    Path file = Files.writeString(source.resolve("file"), "one");
    watch();
    events.next(Changed.class);

    assertThat(file).hasContent("one");
    assertThat(source).isDirectoryContaining(file::equals);

    events.none();
  }

  @Test
  void removedDirectoryIsToldAndAwaited() throws Exception {
    Files.writeString(source.resolve("file"), "one");
    ConfigurationHandler handler = watch();
    events.next(Changed.class);
    update(handler);

    Replacing.deleteTree(source);
    events.await(Removed.class);
    events.none();
    assertThat(target.resolve("file")).hasContent("one");

    Files.createDirectory(source);
    Files.writeString(source.resolve("file"), "two");
    events.next(Changed.class);
    update(handler);
    assertThat(target.resolve("file")).hasContent("two");
  }

  @Test
  void fileInsteadOfADirectoryIsToldOnceAndADirectoryAwaited() throws Exception {
    Files.delete(source);
    Files.writeString(source, "no directory");

    ConfigurationHandler handler = watch();

    assertThat(events.next(Unreadable.class).reason())
        .hasMessage("cannot read " + source + ": it is not a directory");
    events.none();
    Files.delete(source);
    Files.createDirectory(source);
    Files.writeString(source.resolve("file"), "one");
    events.next(Changed.class);
    update(handler);
    assertThat(target.resolve("file")).hasContent("one");
  }

  @Test
  void directoryRenamedOverIsAChange() throws Exception {
    Files.writeString(source.resolve("file"), "one");
    ConfigurationHandler handler = watch();
    events.next(Changed.class);
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("file"), "two");

    Files.move(source, folder.resolve("away"));
    Files.move(other, source);

    events.await(Changed.class);
    update(handler);
    assertThat(target.resolve("file")).hasContent("two");
    Files.writeString(source.resolve("file"), "three");
    events.next(Changed.class);
    update(handler);
    assertThat(target.resolve("file")).hasContent("three");
  }

  @Test
  void closeEndsEveryWatch() throws Exception {
    Files.createDirectories(source.resolve("a/b/c"));
    ConfigurationHandler handler = watch();
    events.next(Changed.class);
    assertThat(OwnState.watches()).isGreaterThan(4);

    handler.close();
    Files.writeString(source.resolve("file"), "one");

    events.none();
    assertThat(OwnState.watches()).isZero();
  }
}
