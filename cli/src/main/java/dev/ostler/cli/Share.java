package dev.ostler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes what lies in {@code share} of the application folder, where packages look for it: manual
 * pages, and what shells complete commands by.
 */
public final class Share {
  private static final Map<String, String> COMPLETIONS =
      Map.of(
          "bash", "bash-completion/completions/ostler",
          "zsh", "zsh/site-functions/_ostler",
          "fish", "fish/vendor_completions.d/ostler.fish");

  private Share() {}

  /**
   * Writes all of it; part of the build.
   *
   * @param arguments the folder {@code share}, and the day of the release, such as 2026-11-01
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), arguments[1].substring(0, "2026-11-01".length()));
  }

  static void write(Path share, String day) throws IOException {
    for (Map.Entry<String, String> page : Manual.pages(day).entrySet()) {
      String section = page.getKey().substring(page.getKey().length() - 1);
      put(share.resolve("man/man" + section).resolve(page.getKey()), page.getValue());
    }
    for (Map.Entry<String, String> shell : COMPLETIONS.entrySet()) {
      try {
        put(share.resolve(shell.getValue()), Completion.of(shell.getKey()));
      } catch (UsageException e) {
        throw new AssertionError("internal error: " + e.getMessage(), e);
      }
    }
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
