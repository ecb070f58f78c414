package dev.ostler.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the page looks like: as built in, or as a file says, for as long as that is whole. */
final class Theme implements AutoCloseable {
  /** Without these a page does not say what it is for. */
  private static final List<String> REQUIRED = List.of("{{headline}}", "{{stages}}", "{{reason}}");

  private static final String BUILT_IN = read();

  private final @Nullable FileWatch watch;
  private volatile String text = BUILT_IN;

  private Theme(Optional<Path> file, Consumer<String> log) {
    watch =
        file.map(path ->
                FileWatch.begin(
                    path, content -> take(path, content, log), why -> complain(why, log)))
            .orElse(null);
  }

  private static String read() {
    try (InputStream in = Theme.class.getResourceAsStream("wake.html")) {
      if (in == null) {
        throw new AssertionError("internal error: the page is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The built-in one. */
  static Theme builtIn() {
    return new Theme(Optional.empty(), _ -> {});
  }

  /**
   * A file's, now and whenever it changes.
   *
   * @param log told why it is not taken
   */
  static Theme of(Path file, Consumer<String> log) {
    return new Theme(Optional.of(file), log);
  }

  /**
   * Sees whether a file can be the page.
   *
   * @throws IOException if not
   */
  static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw unusable(file, "it is a directory");
    }
    try {
      String page = Files.readString(file);
      for (String place : REQUIRED) {
        if (!page.contains(place)) {
          throw unusable(file, "it has no place " + place);
        }
      }
    } catch (NoSuchFileException e) {
      throw unusable(file, "it is not there");
    } catch (CharacterCodingException e) {
      throw unusable(file, "it is not UTF-8");
    }
  }

  private static IOException unusable(Path file, String why) {
    return new IOException("cannot show the theme " + file + ": " + why);
  }

  /** The page with its places: {@code {{headline}}}, {@code {{stages}}} and so on. */
  String text() {
    return text;
  }

  private void take(Path file, Path content, Consumer<String> log) throws IOException {
    String wanted = Files.readString(content);
    for (String place : REQUIRED) {
      if (!wanted.contains(place)) {
        complain(file + " has no place " + place, log);
        return;
      }
    }
    text = wanted;
  }

  private void complain(String why, Consumer<String> log) {
    text = BUILT_IN;
    log.accept("the page is the built-in one: " + why);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
