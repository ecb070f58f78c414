package dev.ostler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is written from the code, such as a page of the reference. */
public final class GeneratedFile {
  private static final String REGENERATE = "ostler.regenerate";

  private GeneratedFile() {}

  /**
   * Requires that a file is what the code says; with {@code -Dostler.regenerate=true} it is written
   * first.
   *
   * @param file in the repository
   * @param content all of it
   */
  public static void requireUpToDate(Path file, String content) {
    try {
      if (Boolean.getBoolean(REGENERATE)) {
        Files.writeString(file, content);
      }
      assertThat(Files.readString(file))
          .as(file + " is written anew by the same test with -D" + REGENERATE + "=true")
          .isEqualTo(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
