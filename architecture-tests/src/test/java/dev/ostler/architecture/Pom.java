package dev.ostler.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a module declares that its classes, not its tests, depend on. */
record Pom(Set<String> artifacts) {
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)<");
  private static final String OURS = "ostler-";

  static Pom of(String module) throws IOException {
    return new Pom(
        DEPENDENCY
            .matcher(Files.readString(Path.of("..", module, "pom.xml")))
            .results()
            .map(match -> match.group(1))
            .filter(text -> !text.contains("<scope>test<") && !text.contains("<type>test-jar<"))
            .map(Pom::artifact)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String artifact(String dependency) {
    return ARTIFACT.matcher(dependency).results().findFirst().orElseThrow().group(1);
  }

  /** Modules of ours, by their folders. */
  Set<String> modules() {
    return artifacts.stream()
        .filter(name -> name.startsWith(OURS))
        .map(name -> name.substring(OURS.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Artifacts of others. */
  Set<String> libraries() {
    return artifacts.stream()
        .filter(Predicate.not(name -> name.startsWith(OURS)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
