package dev.ostler.abuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for one subject, removed when closed. */
final class Scratch implements AutoCloseable {
  private final Path folder;

  Scratch(Level level) throws IOException {
    folder = Files.createTempDirectory("ostler-abuse-" + level.word() + "-");
  }

  Path folder() {
    return folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Renames a file to the name that is watched: readers see the old or the new. */
  void offer(String name, byte[] content) throws IOException {
    Path next = Files.write(path(name + ".next"), content);
    Files.move(next, path(name), StandardCopyOption.ATOMIC_MOVE);
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
