package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A scratch folder, removed with all that is in it when closed. */
record Folder(Path path) implements AutoCloseable {
  /** Short, because the path of a unix socket has at most 107 characters. */
  static Folder temporary() throws IOException {
    return new Folder(Files.createTempDirectory("ob"));
  }

  Folder child(String name) throws IOException {
    return new Folder(Files.createDirectory(path.resolve(name)));
  }

  @Override
  public void close() {
    try {
      clear(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  /** Removes a folder with all that is in it; nothing happens if it is not there. */
  static void clear(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException _) {
      // Gone already is what was asked for.
    }
  }
}
