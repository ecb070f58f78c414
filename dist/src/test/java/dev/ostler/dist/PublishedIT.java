package dev.ostler.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.dist.BillOfMaterials.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies beside the jar of each library. */
@EnabledIfSystemProperty(
    named = "ostler.release",
    matches = "true",
    disabledReason = "built without the Maven profile release")
@ParameterizedClass(name = "{0}")
@MethodSource("libraries")
class PublishedIT {
  private static final List<String> COMPRESS =
      List.of("commons-codec", "commons-compress", "commons-io", "commons-lang3");

  private static final Pattern TYPE =
      Pattern.compile("^(?:\\w+ )*?(?:class|interface|record|enum) ([\\w$]+)");

  private final Library library;

  PublishedIT(Library library) {
    this.library = library;
  }

  /** A library and the artifacts that it brings with it. */
  record Library(String name, List<String> brings) {
    Path folder() {
      return Built.RELEASE.checkout().resolve(name);
    }

    Path jar(String classifier) {
      String file = "ostler-" + name + "-" + Built.RELEASE.version() + "-" + classifier + ".jar";
      return folder().resolve("target").resolve(file);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Library> libraries() {
    List<String> engine = new ArrayList<>(COMPRESS);
    engine.addAll(List.of("avaje-json-core", "httpcore5", "jsch"));
    List<String> fleet = new ArrayList<>(engine);
    fleet.addAll(List.of("ostler-configuration", "ostler-engine", "snakeyaml-engine"));
    List<String> entrypoint = new ArrayList<>(COMPRESS);
    entrypoint.add("ostler-linux");
    return List.of(
        new Library("configuration", List.of("snakeyaml-engine")),
        new Library("control", List.of()),
        new Library("engine", engine),
        new Library("entrypoint", entrypoint),
        new Library("fleet", fleet),
        new Library("linux", List.of()));
  }

  @Test
  void sourcesAreThoseItIsMadeOf() throws IOException {
    Path sources = library.folder().resolve("src/main/java");
    Map<String, String> files = new TreeMap<>();
    for (Path path : Trees.below(sources)) {
      if (Files.isRegularFile(path)) {
        files.put(sources.relativize(path).toString(), Files.readString(path));
      }
    }

    assertThat(contents(library.jar("sources"))).isEqualTo(files);
  }

  @Test
  void javadocHasAPageForEachTypeThatProgramsCanSeeAndForNoOther() throws IOException {
    String folder = "dev.ostler.%s/dev/ostler/%<s/".formatted(library.name());

    List<String> pages =
        contents(library.jar("javadoc")).keySet().stream()
            .filter(page -> page.matches(Pattern.quote(folder) + "[A-Z][^/]*\\.html"))
            .map(page -> page.substring(folder.length()))
            .toList();

    assertThat(pages).containsExactlyInAnyOrderElementsOf(pagesOfTypes());
  }

  private List<String> pagesOfTypes() throws IOException {
    return Files.readAllLines(library.folder().resolve("api.txt")).stream()
        .map(TYPE::matcher)
        .filter(type -> type.find())
        .map(type -> type.group(1).replace('$', '.') + ".html")
        .toList();
  }

  @Test
  void billOfMaterialsNamesWhatItBrings() throws IOException {
    BillOfMaterials bill = BillOfMaterials.of(library.name());

    assertThat(bill.format()).isEqualTo("CycloneDX");
    assertThat(bill.components().stream().map(Component::name))
        .filteredOn(name -> !name.equals("jspecify"))
        .containsExactlyInAnyOrderElementsOf(library.brings());
    assertThat(bill.components())
        .allSatisfy(component -> assertThat(component.licences()).isNotEmpty())
        .isSubsetOf(BillOfMaterials.of("dist").components());
  }

  /** Its files but for those about itself. */
  private static Map<String, String> contents(Path jar) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
          contents.put(
              entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
        }
      }
    }
    return contents;
  }
}
