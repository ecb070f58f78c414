package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostler.dist.BillOfMaterials.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(
    named = "ostler.release",
    matches = "true",
    disabledReason = "built without the Maven profile release")
class BillOfMaterialsIT {
  @Test
  void namesTheJarsThatAreInstalledAndNoOthers() throws IOException {
    // The annotations of JSpecify are there for compilers alone.
    List<String> named =
        BillOfMaterials.of("dist").components().stream()
            .filter(component -> !component.name().equals("jspecify"))
            .map(component -> component.isOurs() ? component.name() + ".jar" : component.jar())
            .toList();

    assertThat(named).containsExactlyInAnyOrderElementsOf(installed());
  }

  @Test
  void everyComponentHasAVersionAndALicence() throws IOException {
    BillOfMaterials bill = BillOfMaterials.of("dist");

    assertThat(bill.format()).isEqualTo("CycloneDX");
    assertThat(bill.components())
        .allSatisfy(component -> assertThat(component.version()).matches("\\d.*"))
        .allSatisfy(component -> assertThat(component.licences()).isNotEmpty());
  }

  @Test
  void everyLicenceIsOneThatWeMayPassOn() throws IOException {
    assertThat(BillOfMaterials.of("dist").components().stream().map(Component::licences))
        .allSatisfy(
            licences -> assertThat(licences).containsAnyOf("Apache-2.0", "BSD-3-Clause", "MIT"));
  }

  private static List<String> installed() throws IOException {
    Path lib = Built.RELEASE.folder().resolve("lib");
    try (Stream<Path> files = Trees.below(lib).stream()) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }
}
