package dev.ostler.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LinuxFilesTest {
  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void filesAreExchanged() throws Exception {
    Path one = file("one", "1");
    Path other = file("other", "2");

    LinuxFiles.exchange(one, other);

    assertThat(one).hasContent("2");
    assertThat(other).hasContent("1");
  }

  @Test
  void directoriesAreExchanged() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));
    file("one/a", "1");
    file("other/b", "2");

    LinuxFiles.exchange(one, other);

    assertThat(one.resolve("b")).hasContent("2");
    assertThat(other.resolve("a")).hasContent("1");
  }

  @Test
  void differentKindsAreExchanged() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    Path directory = Files.createDirectory(folder.resolve("directory"));

    LinuxFiles.exchange(link, directory);

    assertThat(LinuxFiles.linkStatus(link).isDirectory()).isTrue();
    assertThat(Files.readSymbolicLink(directory)).isEqualTo(Path.of("nowhere"));
  }

  @Test
  void missingNameIsNotExchanged() throws Exception {
    Path one = file("one", "1");
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> LinuxFiles.exchange(one, none))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot exchange " + one + " with " + none + ": No such file or directory (errno 2)");
    assertThat(one).hasContent("1");
  }

  @Test
  void otherFileSystemIsNotExchanged() throws Exception {
    Path elsewhere = Files.createTempFile(Path.of("/dev/shm"), "other", "");
    try {
      RealParts.need(
          !Files.getFileStore(elsewhere).equals(Files.getFileStore(folder)), "two file systems");
      Path one = file("one", "1");

      assertThatThrownBy(() -> LinuxFiles.exchange(one, elsewhere))
          .isInstanceOf(LinuxException.class)
          .hasMessage(
              "cannot exchange "
                  + one
                  + " with "
                  + elsewhere
                  + ": Invalid cross-device link (errno 18)");
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  void statusIsThatOfJava() throws Exception {
    Path file = file("file", "twelve bytes");
    Files.createLink(folder.resolve("second"), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x-w-"));
    Files.setLastModifiedTime(
        file, FileTime.from(java.time.Instant.parse("1969-07-20T20:17:40.123456789Z")));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertSame(LinuxFiles.status(file), Files.readAttributes(file, "unix:*"));
    assertSame(LinuxFiles.status(link), Files.readAttributes(file, "unix:*"));
    assertSame(LinuxFiles.status(folder), Files.readAttributes(folder, "unix:*"));
    assertSame(
        LinuxFiles.linkStatus(link),
        Files.readAttributes(link, "unix:*", LinkOption.NOFOLLOW_LINKS));
    assertThat(LinuxFiles.status(file).permissions()).isEqualTo(0752);
    assertThat(LinuxFiles.status(file).links()).isEqualTo(2);
    assertThat(LinuxFiles.status(file).isRegularFile()).isTrue();
    assertThat(LinuxFiles.status(file).isSymbolicLink()).isFalse();
    assertThat(LinuxFiles.status(folder).isDirectory()).isTrue();
    assertThat(LinuxFiles.status(folder).isRegularFile()).isFalse();
    assertThat(LinuxFiles.linkStatus(link).isSymbolicLink()).isTrue();
    assertThat(LinuxFiles.status(file).isSocket()).isFalse();
  }

  private static void assertSame(FileStatus status, Map<String, Object> java) {
    assertThat(status.inode()).isEqualTo(java.get("ino"));
    assertThat(status.mode()).isEqualTo(java.get("mode"));
    assertThat(status.owner()).isEqualTo(java.get("uid"));
    assertThat(status.group()).isEqualTo(java.get("gid"));
    assertThat(status.links()).isEqualTo(((Integer) java.get("nlink")).longValue());
    assertThat(status.size()).isEqualTo(java.get("size"));
    assertThat(status.modified()).isEqualTo(((FileTime) java.get("lastModifiedTime")).toInstant());
    assertThat(status.changed()).isEqualTo(((FileTime) java.get("ctime")).toInstant());
    long device = (Long) java.get("dev");
    long major = ((device >> 8) & 0xFFF) | ((device >> 32) & ~0xFFFL);
    long minor = (device & 0xFF) | ((device >> 12) & ~0xFFL);
    assertThat(status.device()).isEqualTo(major << 32 | minor);
  }

  @Test
  void missingFileHasNoStatus() throws Exception {
    Path none = folder.resolve("none");
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), none);

    for (Path path : List.of(none, dangling)) {
      assertThatThrownBy(() -> LinuxFiles.status(path))
          .isInstanceOf(LinuxException.class)
          .hasMessage("cannot look at " + path + ": No such file or directory (errno 2)");
    }
    assertThat(LinuxFiles.linkStatus(dangling).isSymbolicLink()).isTrue();
  }

  @Test
  void mountPointsAreKnown() {
    assertThat(LinuxFiles.isMountPoint(Path.of("/proc"))).isTrue();
    assertThat(LinuxFiles.isMountPoint(folder)).isFalse();
    assertThat(LinuxFiles.isMountPoint(folder.resolve("none"))).isFalse();
  }

  @Test
  void localFileSystemIsNotShared() throws Exception {
    assertThat(LinuxFiles.isShared(folder)).isFalse();
    assertThat(LinuxFiles.isShared(Path.of("/proc"))).isFalse();
    assertThatThrownBy(() -> LinuxFiles.isShared(folder.resolve("none")))
        .hasMessage(
            "cannot look at the file system of "
                + folder.resolve("none")
                + ": No such file or directory (errno 2)");
  }

  @Test
  @Timeout(30)
  void anythingButALinkIsWrittenToTheDisk() throws Exception {
    int descriptors = OwnState.descriptors();
    Path file = file("file", "x");

    LinuxFiles.sync(file);
    LinuxFiles.sync(folder);
    LinuxFiles.syncFileSystem(file);

    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThatThrownBy(() -> LinuxFiles.sync(link))
        .hasMessage("cannot open " + link + ": Too many levels of symbolic links (errno 40)");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> LinuxFiles.sync(none))
        .hasMessage("cannot open " + none + ": No such file or directory (errno 2)");
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
  }

  @Test
  @Timeout(30)
  void pipeWithoutAWriterDoesNotHoldUp() throws Exception {
    Path pipe = folder.resolve("pipe");
    Outcome.of(
        ChildCommand.of(List.of("mkfifo", pipe.toString()), Map.of("PATH", System.getenv("PATH"))));

    assertThatThrownBy(() -> LinuxFiles.sync(pipe))
        .hasMessage("cannot sync " + pipe + ": Invalid argument (errno 22)");
  }

  @Test
  void pinnedFileStaysTheOneThatWasThere() throws Exception {
    int descriptors = OwnState.descriptors();
    Path name = file("name", "old");
    PinnedFile pinned = PinnedFile.open(name);
    Files.move(file("new", "new"), name, StandardCopyOption.ATOMIC_MOVE);

    assertThat(pinned.name()).isEqualTo(name);
    assertThat(Files.readString(pinned.path())).isEqualTo("old");
    assertThat(Files.readString(pinned.path())).isEqualTo("old");
    assertThat(pinned.status().size()).isEqualTo(3);
    assertThat(pinned.status().links()).isZero();
    assertThat(name).hasContent("new");

    pinned.close();
    pinned.close();
    assertThatThrownBy(pinned::path).isInstanceOf(IllegalStateException.class);
    assertThat(OwnState.descriptors()).isEqualTo(descriptors);
  }

  @Test
  void missingFileIsNotPinned() {
    assertThatThrownBy(() -> PinnedFile.open(folder.resolve("none")))
        .isInstanceOf(LinuxException.class)
        .hasMessage(
            "cannot read " + folder.resolve("none") + ": No such file or directory (errno 2)");
  }

  /** Without a locale Java's strings lose every byte that is not ASCII. */
  @Test
  void namesThatTheLocaleDoesNotKnowAreStillNames() throws Exception {
    String name = folder + "/caf\udce9 \u20ac";
    Outcome.of(ChildCommand.of(List.of("mkdir", name), Map.of("PATH", System.getenv("PATH"))));

    for (String locale : List.of("C", "C.UTF-8")) {
      Outcome outcome = new OtherJvm(NamesMain.class).with("LC_ALL", locale).run(folder.toString());

      assertThat(outcome.lines())
          .containsExactly(
              "directory true",
              "program ran",
              "not here: ENOENT",
              "exchanged",
              "socket received 1");
    }
    Outcome.of(ChildCommand.of(List.of("/bin/rm", "-r", name), Map.of()));
  }

  /** The memory and the error number of a call are its own, however many ask at once. */
  @Test
  void manyThreadsGetTheirOwnAnswers() throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "12345");
    Path missing = folder.resolve("missing");
    Path inTheWay = there.resolve("below");
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        wrong.add(
            threads.submit(() -> {
              int mistakes = 0;
              for (int i = 0; i < 5000; i++) {
                mistakes += LinuxFiles.status(there).size() == 5 ? 0 : 1;
                mistakes += errno(missing) == Errno.ENOENT ? 0 : 1;
                mistakes += errno(inTheWay) == Errno.ENOTDIR ? 0 : 1;
              }
              return mistakes;
            }));
      }
      for (Future<Integer> one : wrong) {
        assertThat(one.get()).isZero();
      }
    }
  }

  private static int errno(Path path) {
    try {
      LinuxFiles.status(path);
      return 0;
    } catch (LinuxException e) {
      return e.errno();
    }
  }

  @Test
  void nameThatIsTooLongIsTold() {
    Path tooLong = Path.of("/" + "d/".repeat(2100));

    assertThatThrownBy(() -> LinuxFiles.status(tooLong))
        .isInstanceOf(LinuxException.class)
        .hasMessage("cannot look at " + tooLong + ": File name too long (errno 36)");
  }
}
