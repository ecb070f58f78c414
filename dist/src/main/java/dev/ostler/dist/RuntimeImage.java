package dev.ostler.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/*
 * The shapes of method handles that a program links are classes made at run time unless they are
 * among those which the runtime brings ready-made. An AOT cache remakes the latter: not from what
 * the training used, but from the runtime's own list of classes (JDK 25). So the list is where
 * Ostler's shapes must be.
 */
/** A Java runtime with the modules that Ostler's commands use, and nothing else. */
final class RuntimeImage {
  /**
   * What the jars refer to. Left out, for no command of ours gets there: java.desktop (JavaBeans in
   * Jackson, Commons Lang and SnakeYAML), java.sql (Jackson's dates, Undertow's log in a database).
   */
  static final Set<String> MODULES =
      new TreeSet<>(
          Set.of(
              "java.base",
              "java.logging",
              "java.management",
              "java.naming",
              "java.net.http",
              "java.security.jgss",
              "java.security.sasl",
              "java.xml",
              "jdk.httpserver",
              "jdk.net",
              "jdk.unsupported"));

  private static final Set<String> PROGRAMS = Set.of("java");

  private final Path folder;

  private RuntimeImage(Path folder) {
    this.folder = folder;
  }

  /*
   * Its classes keep their line numbers: a trace that users send is worth the 3 MB, and jlink strips
   * the classes that it generates or does not, as its plug-ins happen to be in order.
   */
  static RuntimeImage make(Path folder) throws IOException {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(
                () -> new IllegalStateException("cannot make a runtime: this JDK has no jlink"));
    int status =
        jlink.run(
            System.out,
            System.err,
            "--add-modules",
            String.join(",", MODULES),
            "--no-header-files",
            "--no-man-pages",
            "--output",
            folder.toString());
    if (status != 0) {
      throw new IllegalStateException(
          "cannot make a runtime: jlink ended with status "
              + status
              + "; a JDK needs its jmods folder, or must be built to link without");
    }
    for (Path program : Trees.below(folder.resolve("bin"))) {
      if (!PROGRAMS.contains(String.valueOf(program.getFileName()))) {
        Files.delete(program);
      }
    }
    return new RuntimeImage(folder);
  }

  /**
   * Adds shapes of method handles, as a list of classes has them, to those it brings ready-made.
   */
  void learnShapes(Set<String> shapes) throws IOException {
    Path list = folder.resolve("lib/classlist");
    List<String> known = Files.readAllLines(list);
    List<String> missing = new ArrayList<>(new TreeSet<>(shapes));
    missing.removeAll(Set.copyOf(known));
    Files.write(list, missing, StandardOpenOption.APPEND);
  }
}
