package dev.ostler.architecture;

import static dev.ostler.architecture.ProductClasses.ALL;
import static dev.ostler.architecture.ProductClasses.MAY_USE;
import static dev.ostler.architecture.ProductClasses.packageOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void pictureShowsTheArrowsThatAreThere() throws IOException {
    assertThat(drawn()).isEqualTo(used());
  }

  private static Set<String> drawn() throws IOException {
    return Files.readAllLines(Path.of("../ARCHITECTURE.md")).stream()
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
