package dev.ostler.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The shipped modules, their permitted uses and their classes. */
final class ProductClasses {
  static final String ROOT = "dev.ostler";

  /** Every shipped module with the modules that it may use. */
  static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.of(
              "linux", Set.of(),
              "entrypoint", Set.of("linux"),
              "configuration", Set.of(),
              "control", Set.of(),
              "supervisor", Set.of("linux", "entrypoint", "configuration", "control"),
              "engine", Set.of(),
              "fleet", Set.of("engine", "configuration"),
              "gateway", Set.of("engine", "control", "configuration", "entrypoint"),
              "cli",
                  Set.of(
                      "linux",
                      "entrypoint",
                      "configuration",
                      "control",
                      "supervisor",
                      "engine",
                      "fleet",
                      "gateway")));

  /** Raise it as the product grows: a rule that sees no class cannot fail. */
  static final int ENOUGH_CLASSES = 1000;

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT)
          .that(resideOutsideOfPackage(ProductClasses.class.getPackageName()));

  private ProductClasses() {}

  static String packageOf(String module) {
    return ROOT + "." + module;
  }
}
