package dev.ostler.fleet;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of text. */
final class FileText {
  private FileText() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FleetException(
          FleetException.Kind.BAD_FILE, "cannot read " + file + ": it is a directory, not a file");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not text in UTF-8", e);
    }
  }
}
