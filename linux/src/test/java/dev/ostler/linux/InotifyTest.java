package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.linux.Inotify.Kind;
import dev.ostler.linux.Inotify.Notice;
import dev.ostler.testing.RealParts;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyTest {
  private static final Set<Kind> EVERYTHING = EnumSet.allOf(Kind.class);

  @TempDir Path folder;
  private Inotify inotify;

  @BeforeEach
  void open() throws IOException {
    inotify = Inotify.open();
  }

  @AfterEach
  void close() {
    inotify.close();
  }

  private int watch(Set<Kind> kinds) throws IOException {
    return inotify.watch(folder.toString(), kinds);
  }

  private static Notice notice(int watch, Kind kind, String name) {
    return new Notice(watch, Set.of(kind), name);
  }

  @Test
  void nothingHasHappened() throws Exception {
    watch(EVERYTHING);

    assertThat(inotify.read()).isEmpty();
  }

  @Test
  void lifeOfAFileIsTold() throws Exception {
    int watch = watch(EVERYTHING);
    Path file = Files.createFile(folder.resolve("a"));
    Files.writeString(file, "x");
    Files.setPosixFilePermissions(file, Set.of());
    Files.move(file, folder.resolve("b"));
    Files.delete(folder.resolve("b"));

    assertThat(inotify.read())
        .containsExactly(
            notice(watch, Kind.CREATED, "a"),
            notice(watch, Kind.WRITTEN, "a"),
            notice(watch, Kind.MODIFIED, "a"),
            notice(watch, Kind.WRITTEN, "a"),
            notice(watch, Kind.ATTRIBUTES, "a"),
            notice(watch, Kind.MOVED_AWAY, "a"),
            notice(watch, Kind.MOVED_HERE, "b"),
            notice(watch, Kind.DELETED, "b"));
    assertThat(inotify.read()).isEmpty();
  }

  @Test
  void onlyWhatWasAskedForIsTold() throws Exception {
    int watch = watch(Set.of(Kind.MOVED_HERE, Kind.DELETED));
    Path elsewhere = Files.createTempFile("elsewhere", "");
    Files.createFile(folder.resolve("a"));
    Files.move(elsewhere, folder.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectory(folder.resolve("d"));
    Files.delete(folder.resolve("d"));

    assertThat(inotify.read())
        .containsExactly(notice(watch, Kind.MOVED_HERE, "a"), notice(watch, Kind.DELETED, "d"));
  }

  @Test
  void secondWatchOfADirectoryAsksForMore(@TempDir Path elsewhere) throws Exception {
    int watch = watch(Set.of(Kind.CREATED));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);

    assertThat(inotify.watch(link.toString(), Set.of(Kind.DELETED))).isEqualTo(watch);
    Files.delete(Files.createFile(folder.resolve("a")));

    assertThat(inotify.read())
        .containsExactly(notice(watch, Kind.CREATED, "a"), notice(watch, Kind.DELETED, "a"));
  }

  @Test
  void endOfTheDirectoryItselfIsTold() throws Exception {
    Path watched = Files.createDirectory(folder.resolve("watched"));
    int watch = inotify.watch(watched.toString(), EVERYTHING);
    Path moved = Files.move(watched, folder.resolve("moved"));
    Files.delete(moved);

    assertThat(inotify.read())
        .containsExactly(
            notice(watch, Kind.SELF_MOVED, ""),
            notice(watch, Kind.SELF_DELETED, ""),
            notice(watch, Kind.WATCH_ENDED, ""));
    inotify.unwatch(watch);
  }

  @Test
  void endedWatchTellsNothingMore() throws Exception {
    int watch = watch(EVERYTHING);
    inotify.unwatch(watch);
    Files.createFile(folder.resolve("a"));

    assertThat(inotify.read()).containsExactly(notice(watch, Kind.WATCH_ENDED, ""));
    inotify.unwatch(watch);
    inotify.unwatch(12345);
  }

  @Test
  void namesAreToldByteForByte() throws Exception {
    int watch = watch(Set.of(Kind.CREATED));
    List<String> names =
        List.of(
            "a",
            "exactly-sixteen",
            "exactly-sixteen.",
            "caf\u00e9",
            "\udcff\udc80",
            "x".repeat(255));
    for (String name : names) {
      Outcome.of(
          ChildCommand.of(
              List.of("touch", folder + "/" + name), Map.of("PATH", System.getenv("PATH"))));
    }

    assertThat(inotify.read())
        .isEqualTo(names.stream().map(name -> notice(watch, Kind.CREATED, name)).toList());
    Outcome.of(ChildCommand.of(List.of("/bin/sh", "-c", "rm -f " + folder + "/*"), Map.of()));
  }

  @Test
  void manyNoticesArriveInOrder() throws Exception {
    int watch = watch(Set.of(Kind.CREATED));
    List<Notice> expected = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Files.createFile(folder.resolve("file" + i));
      expected.add(notice(watch, Kind.CREATED, "file" + i));
    }

    assertThat(readAll()).isEqualTo(expected);
  }

  @Test
  void lostNoticesAreTold() throws Exception {
    int limit = limit("max_queued_events");
    RealParts.need(limit <= 100_000, "fs.inotify.max_queued_events of at most 100,000");
    watch(Set.of(Kind.CREATED, Kind.DELETED));
    Path file = folder.resolve("a");
    for (int i = 0; i <= limit / 2; i++) {
      Files.createFile(file);
      Files.delete(file);
    }

    List<Notice> notices = readAll();

    assertThat(notices).hasSize(limit + 1);
    assertThat(notices.getLast()).isEqualTo(notice(-1, Kind.OVERFLOW, ""));
  }

  private static int limit(String name) throws IOException {
    // Files reads a first byte by itself, and the kernel gives such a file only in one piece.
    try (FileInputStream in = new FileInputStream("/proc/sys/fs/inotify/" + name)) {
      return Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
  }

  private List<Notice> readAll() throws IOException {
    List<Notice> all = new ArrayList<>();
    List<Notice> some = inotify.read();
    while (!some.isEmpty()) {
      all.addAll(some);
      some = inotify.read();
    }
    return all;
  }

  @Test
  void whatCannotBeWatchedIsNamed() throws Exception {
    assertThatThrownBy(() -> inotify.watch(folder + "/none", EVERYTHING))
        .isInstanceOf(LinuxException.class)
        .hasMessage("cannot watch " + folder + "/none: No such file or directory (errno 2)");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> inotify.watch(file.toString(), EVERYTHING))
        .hasMessage("cannot watch " + file + ": Not a directory (errno 20)");
  }
}
