package dev.ostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No option is there that nobody gives to the assembled command, in a test or in an example. */
class NamedOptionsTest {
  private static final Path ROOT = Path.of("..");

  /** Only what is refused is in it. */
  private static final Path REFUSALS = Path.of("UsageIT.java");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--([a-z][a-z-]*)");

  @Test
  void everyOptionIsGivenInATestOfTheAssembledCommandOrInAnExample() throws IOException {
    Set<String> options = new TreeSet<>();
    Completion.forEach(
        (_, command) -> command.options().forEach(option -> options.add(option.name())));

    assertThat(given()).containsAll(options);
  }

  private static Set<String> given() throws IOException {
    Set<String> given = new TreeSet<>();
    for (String module : new String[] {"cli", "dist"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(NamedOptionsTest::isOfTheAssembledCommand).toList()) {
          collect(Files.readString(file), given);
        }
      }
    }
    for (Path document : GuideBlock.documents()) {
      GuideBlock.of(document).stream()
          .filter(GuideBlock::isExample)
          .forEach(example -> collect(example.text(), given));
    }
    return given;
  }

  /** Tests that run it, and those who help them; tests in a module see classes alone. */
  private static boolean isOfTheAssembledCommand(Path file) {
    return file.toString().endsWith(".java")
        && !file.toString().endsWith("Test.java")
        && !file.endsWith(REFUSALS);
  }

  private static void collect(String text, Set<String> given) {
    OPTION.matcher(text).results().forEach(result -> given.add(result.group(1)));
  }
}
