package dev.ostler.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeImageIT {
  /** See {@link RuntimeImage#MODULES} for why. */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop", "java.sql");

  private static final Map<String, String> MODULE_OF_PACKAGE =
      ModuleFinder.ofSystem().findAll().stream()
          .flatMap(module ->
              module.descriptor().packages().stream()
                  .map(name -> Map.entry(name.replace('.', '/'), module.descriptor().name())))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  @Test
  void modulesAreThoseThatTheJarsReferTo() throws IOException {
    Set<String> modules = new TreeSet<>(RuntimeImage.MODULES);
    modules.addAll(LEFT_OUT);

    assertThat(referredTo()).isEqualTo(modules);
  }

  private static Set<String> referredTo() throws IOException {
    Set<String> modules = new TreeSet<>();
    for (Path path : Trees.below(Built.RELEASE.folder().resolve("lib"))) {
      if (path.toString().endsWith(".jar")) {
        try (JarFile jar = new JarFile(path.toFile())) {
          for (JarEntry entry : jar.stream().filter(RuntimeImageIT::isClass).toList()) {
            modules.addAll(modulesOf(jar.getInputStream(entry).readAllBytes()));
          }
        }
      }
    }
    return modules;
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static Set<String> modulesOf(byte[] classFile) {
    return StreamSupport.stream(ClassFile.of().parse(classFile).constantPool().spliterator(), false)
        .filter(ClassEntry.class::isInstance)
        .map(entry -> ((ClassEntry) entry).asInternalName().replaceFirst("^\\[+L?", ""))
        .filter(name -> name.contains("/"))
        .map(name -> name.substring(0, name.lastIndexOf('/')))
        .filter(MODULE_OF_PACKAGE::containsKey)
        .map(MODULE_OF_PACKAGE::get)
        .collect(Collectors.toSet());
  }

  @Test
  void runtimeIsTheSameWhenMadeAgain(@TempDir Path scratch) throws IOException {
    Path built = Built.RELEASE.folder().resolve("runtime");
    Path again = scratch.resolve("runtime");

    RuntimeImage.make(again);

    assertThat(Trees.below(again))
        .map(again::relativize)
        .map(Path::toString)
        .containsExactlyElementsOf(
            Trees.below(built).stream().map(built::relativize).map(Path::toString).toList());
    assertThat(again.resolve("lib/modules")).hasSameBinaryContentAs(built.resolve("lib/modules"));
    assertThat(again.resolve("release")).hasSameBinaryContentAs(built.resolve("release"));
  }

  @Test
  void runtimeBringsTheShapesOfForeignCallsReadyMade() throws IOException {
    Path list = Built.RELEASE.folder().resolve("runtime/lib/classlist");

    assertThat(Files.readAllLines(list))
        .contains(
            "@lambda-form-invoker [LF_RESOLVE] java.lang.invoke.DirectMethodHandle$Holder"
                + " invokeStatic L4J6_J");
  }
}
