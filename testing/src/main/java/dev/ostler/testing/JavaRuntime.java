package dev.ostler.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Java runtime with just the modules that an application folder needs. */
final class JavaRuntime {
  private static final Path TOOLS = Path.of(System.getProperty("java.home"), "bin");

  /** Where runtimes are kept. */
  static final Path FOLDER = Path.of("target", "test-runtimes").toAbsolutePath();

  private JavaRuntime() {}

  /** The runtime for the application folder; made once for each JDK and set of modules. */
  static synchronized Path of(Path application) {
    String modules = modules(application.resolve("lib"));
    String name = "java-" + Runtime.version() + "-" + Integer.toHexString(modules.hashCode());
    Path runtime = FOLDER.resolve(name);
    if (!Files.isDirectory(runtime)) {
      Path unfinished = runtime.resolveSibling(name + "." + ProcessHandle.current().pid());
      Tool.run(
          TOOLS.resolve("jlink").toString(),
          "--add-modules",
          modules,
          "--strip-java-debug-attributes",
          "--no-man-pages",
          "--no-header-files",
          "--output",
          unfinished.toString());
      try {
        Files.move(unfinished, runtime);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return runtime;
  }

  private static String modules(Path libraries) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(TOOLS.resolve("jdeps").toString(), "--print-module-deps"));
    words.addAll(
        List.of(
            "--ignore-missing-deps",
            "--multi-release",
            Integer.toString(Runtime.version().feature())));
    try (Stream<Path> jars = Files.list(libraries)) {
      jars.filter(jar -> jar.toString().endsWith(".jar"))
          .sorted()
          .forEach(jar -> words.add(jar.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Commons Lang can set JavaBeans; no command of ours does, and it would double the image.
    return Tool.run(Path.of("/"), words).replace(",java.desktop", "");
  }
}
