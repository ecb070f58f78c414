package dev.ostler.architecture;

import static dev.ostler.architecture.ProductClasses.ALL;
import static dev.ostler.architecture.ProductClasses.packageOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other programs compile against changes only when somebody means it to. */
class PublicApiTest {
  private static final String REGENERATE = "ostler.regenerate";
  private static final Pattern LIBRARY = Pattern.compile("<artifactId>ostler-(?!bom)(\\w+)<");

  /** Those whose versions we tell to people who embed them. */
  static Set<String> libraries() throws IOException {
    return LIBRARY
        .matcher(Files.readString(Path.of("../bom/pom.xml")))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void librariesAreThoseWithADescriptor() throws IOException {
    Set<String> named =
        ProductClasses.MAY_USE.keySet().stream()
            .filter(module -> Files.exists(Path.of("..", module, "src/main/java/module-info.java")))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(libraries()).isEqualTo(named);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void apiIsAsItsFileSays(String library) throws Exception {
    Path file = Path.of("..", library, "api.txt");
    List<String> lines = api(library);
    if (Boolean.getBoolean(REGENERATE)) {
      Files.write(file, lines);
    }

    assertThat(lines).isNotEmpty();
    assertThat(ApiDifference.between(Files.readAllLines(file), lines).message(library)).isEmpty();
  }

  private static List<String> api(String library) throws ClassNotFoundException {
    List<String> lines = new ArrayList<>();
    for (String name : names(library)) {
      Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
      if (Signatures.isVisible(type)) {
        lines.addAll(Signatures.of(type));
      }
    }
    return lines;
  }

  private static Set<String> names(String library) {
    return ALL.stream()
        .filter(type -> type.getPackageName().equals(packageOf(library)))
        .map(JavaClass::getName)
        .filter(name -> !name.endsWith("package-info") && !name.endsWith("module-info"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
