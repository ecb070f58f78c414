package dev.ostler.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Shows by two files that the process runs: an empty one, and one with its number. */
final class RunningMarks implements Marks {
  private static final String MODE = "rwxr-xr-x";

  private final Path sentinel;
  private final Path pidFile;
  private final Reporter reporter;

  RunningMarks(Path sentinel, Path pidFile, Reporter reporter) {
    this.sentinel = sentinel;
    this.pidFile = pidFile;
    this.reporter = reporter;
    stopped(); // what a killed instance has left says something that is not true
  }

  @Override
  public void running(int pid) {
    try {
      write(pidFile, Integer.toString(pid));
      write(sentinel, "");
    } catch (IOException e) {
      reporter.say("cannot show that the process runs: " + ContainerRun.reason(e));
    }
  }

  /** Written beside and renamed: never there half. No link is followed, whoever has made it. */
  private static void write(Path file, String content) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(written);
    Files.writeString(written, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.getFileAttributeView(written, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(PosixFilePermissions.fromString(MODE));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void stopped() {
    try {
      Files.deleteIfExists(sentinel);
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      reporter.say("cannot show that the process does not run: " + ContainerRun.reason(e));
    }
  }
}
