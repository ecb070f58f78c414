package dev.ostler.abuse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is to be full. */
final class Disk {
  private Disk() {}

  /** Leaves not a byte; whoever called it removes the file. */
  static void fill(Path file) throws IOException {
    // To the last page, and what is less than that to the last byte.
    fill(file, 1 << 16);
    fill(file, 1);
  }

  private static void fill(Path file, int step) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(
            file,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      while (true) {
        out.write(new byte[step]);
      }
    } catch (IOException full) {
      if (!Files.exists(file)) {
        throw full;
      }
    }
  }
}
