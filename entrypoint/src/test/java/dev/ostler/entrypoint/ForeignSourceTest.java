package dev.ostler.entrypoint;

import dev.ostler.testing.Eventually;
import dev.ostler.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that its reader can do nothing with but read. */
class ForeignSourceTest {
  private static final int SOMEBODY = 1234;

  @TempDir Path folder;

  private void offer(Path source, String content) throws IOException {
    Path next = Files.writeString(source.resolveSibling("next"), content);
    Files.setAttribute(next, "unix:uid", SOMEBODY);
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("r--r--r--"));
    Files.move(next, source, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void fileOfSomebodyElseOnAReadOnlyFileSystemOfItsOwnIsFollowed() throws Exception {
    RealParts.needRoot();
    Path volume = Files.createDirectory(folder.resolve("volume"));
    Path source = volume.resolve("conf");
    try (var _ = RealParts.Mount.of("-t", "tmpfs", "none", volume)) {
      offer(source, "one");
      RealParts.run("mount", "-o", "remount,ro", volume);
      try (OtherJvm jvm = watchWithoutPrivilege(source)) {
        jvm.lineWith("updated from one");
        RealParts.run("mount", "-o", "remount,rw", volume);
        offer(source, "two");
        // Not while somebody still has the file before open, which has no name any more.
        Eventually.await("it can only be read", () -> isMountedReadOnly(volume));

        jvm.lineWith("updated from two");
      }
    }
  }

  private static boolean isMountedReadOnly(Path volume) {
    try {
      RealParts.run("mount", "-o", "remount,ro", volume);
      return true;
    } catch (AssertionError busy) {
      return false;
    }
  }

  /** Neither its owner, nor one who may read, write or link everything. */
  private OtherJvm watchWithoutPrivilege(Path source) throws IOException {
    return OtherJvm.start(
        List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner"),
        EventsMain.class,
        "embedded",
        "file",
        source,
        folder.resolve("target"));
  }
}
