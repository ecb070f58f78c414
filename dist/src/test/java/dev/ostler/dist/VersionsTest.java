package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of versions has no parent that would keep it in step. */
class VersionsTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void versionsAreThoseOfThisRelease() throws IOException {
    assertThat(version("bom/pom.xml")).isEqualTo(version("pom.xml"));
  }

  @Test
  void everyNamedModuleIsListed() throws IOException {
    assertThat(all("bom/pom.xml", "<artifactId>ostler-(?!bom)(\\w+)</artifactId>"))
        .containsExactlyElementsOf(namedModules());
  }

  @Test
  void namedModulesAloneArePublished() throws IOException {
    assertThat(published()).containsExactlyElementsOf(namedModules());
  }

  private static List<String> published() throws IOException {
    List<String> published = new ArrayList<>();
    for (String module : all("pom.xml", "<module>(.*)</module>")) {
      if (!all(module + "/pom.xml", "<ostler.internal>(false)</ostler.internal>").isEmpty()) {
        published.add(module);
      }
    }
    Collections.sort(published);
    return published;
  }

  private static List<String> namedModules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    }
  }

  private static String version(String pom) throws IOException {
    return all(pom, "<version>(.*)</version>").getFirst();
  }

  private static List<String> all(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }
}
