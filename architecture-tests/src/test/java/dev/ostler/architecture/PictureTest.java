package dev.ostler.architecture;

import static dev.ostler.architecture.ProductClasses.ALL;
import static dev.ostler.architecture.ProductClasses.MAY_USE;
import static dev.ostler.architecture.ProductClasses.packageOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureTest {
  @Test
  void pictureShowsTheArrowsThatAreThere() throws IOException {
    assertThat(drawn()).isEqualTo(used());
  }

  @Test
  void modulesDeclareTheArrowsThatAreThere() throws IOException {
    Set<String> declared = new TreeSet<>();
    for (String module : MAY_USE.keySet()) {
      Pom.of(module).modules().forEach(other -> declared.add(module + " --> " + other));
    }

    assertThat(declared).isEqualTo(used());
  }

  @ParameterizedTest
  @MethodSource("dev.ostler.architecture.ModuleArrowsTest#modules")
  void tableSaysWhatEachModuleDependsOn(String module) throws IOException {
    String told = dependsOn(module);
    Pom pom = Pom.of(module);

    assertThat(words(told)).containsAll(pom.libraries());
    if (!told.startsWith("all above")) {
      assertThat(quoted(told)).isEqualTo(pom.modules());
    }
  }

  /** The last column of its row. */
  private static String dependsOn(String module) throws IOException {
    String row =
        lines().filter(line -> line.startsWith("| `" + module + "/` |")).findFirst().orElseThrow();
    return row.replaceAll("^.*\\| (.*) \\|$", "$1");
  }

  private static List<String> words(String told) {
    return List.of(told.split("[ ,]+", -1));
  }

  private static Set<String> quoted(String told) {
    return words(told).stream()
        .filter(word -> word.startsWith("`"))
        .map(word -> word.replace("`", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(Path.of("../ARCHITECTURE.md")).stream();
  }

  private static Set<String> drawn() throws IOException {
    return lines()
        .map(String::strip)
        .filter(line -> line.matches("\\w+ --> \\w+"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> used() {
    Set<String> arrows = new TreeSet<>();
    ALL.stream()
        .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
        .forEach(dependency -> arrow(dependency).ifPresent(arrows::add));
    return arrows;
  }

  private static Optional<String> arrow(Dependency dependency) {
    String from = module(dependency.getOriginClass().getPackageName());
    String to = module(dependency.getTargetClass().getBaseComponentType().getPackageName());
    return from.isEmpty() || to.isEmpty() || from.equals(to)
        ? Optional.empty()
        : Optional.of(from + " --> " + to);
  }

  private static String module(String name) {
    return MAY_USE.keySet().stream()
        .filter(module -> packageOf(module).equals(name))
        .findFirst()
        .orElse("");
  }
}
