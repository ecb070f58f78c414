package dev.ostler.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.ostler.architecture.ProductClasses.ALL;
import static dev.ostler.architecture.ProductClasses.ENOUGH_CLASSES;
import static dev.ostler.architecture.ProductClasses.MAY_USE;
import static dev.ostler.architecture.ProductClasses.packageOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleArrowsTest {
  @Test
  void enoughClassesWereSeen() {
    assertThat(ALL).hasSizeGreaterThanOrEqualTo(ENOUGH_CLASSES);
    assertThat(ALL.stream().map(JavaClass::getPackageName))
        .containsAll(MAY_USE.keySet().stream().map(ProductClasses::packageOf).toList());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void moduleUsesOnlyWhatItMay(String module) {
    Set<String> mayUse = MAY_USE.getOrDefault(module, Set.of());
    String[] forbidden =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(module) && !mayUse.contains(other))
            .map(ProductClasses::packageOf)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(packageOf(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(ALL);
  }

  @Test
  void everyModuleIsOneFlatPackage() {
    assertThat(ALL.stream().map(JavaClass::getPackageName).distinct())
        .isSubsetOf(MAY_USE.keySet().stream().map(ProductClasses::packageOf).toList());
  }

  static Stream<String> modules() {
    return MAY_USE.keySet().stream();
  }
}
