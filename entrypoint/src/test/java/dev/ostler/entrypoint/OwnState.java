package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process holds, for tests that nothing is left behind. */
final class OwnState {
  private OwnState() {}

  static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** How many inotify watches are there. */
  static long watches() throws IOException {
    long watches = 0;
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fdinfo"))) {
      for (Path info : (Iterable<Path>) open::iterator) {
        watches += count(info, "inotify wd:");
      }
    }
    return watches;
  }

  private static long count(Path info, String beginning) throws IOException {
    try (Stream<String> lines = Files.lines(info)) {
      return lines.filter(line -> line.startsWith(beginning)).count();
    } catch (IOException | java.io.UncheckedIOException closedMeanwhile) {
      return 0;
    }
  }

  static long zombies() {
    return ProcessHandle.current().children().filter(child -> isZombie(child.pid())).count();
  }

  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException gone) {
      return false;
    }
  }
}
