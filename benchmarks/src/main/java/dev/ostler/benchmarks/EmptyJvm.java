package dev.ostler.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** {@link EmptyMain} on Ostler's JVM, with Ostler's flags and an AOT cache of its own. */
final class EmptyJvm {
  /** Until Ostler can be asked: what its launcher is meant to pass. */
  private static final List<String> PLANNED_FLAGS =
      List.of(
          "-Xrs",
          "-Xlog:disable",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:-MaxFDLimit",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:GuaranteedSafepointInterval=0",
          "-XX:AsyncDeflationInterval=0",
          "-XX:GuaranteedAsyncDeflationInterval=2147483647",
          "-XX:ServiceThreadCleanupInterval=0");

  private EmptyJvm() {}

  /**
   * The floor of starting and idling on a JVM.
   *
   * @param ostler a running Ostler whose JVM and flags are taken; empty if none can run
   */
  static Supervisor floor(Bench bench, List<String> ostler) throws IOException, BenchmarkException {
    List<String> jvm = ostler.isEmpty() ? planned() : withoutProgram(ostler);
    Path folder = Files.createDirectories(bench.cache().resolve("empty"));
    Path jar = folder.resolve("empty.jar");
    Path cache = folder.resolve("empty.aot");
    writeJar(jar);
    train(jvm, jar, cache);
    return Supervisor.present(
        Contender.FLOOR,
        String.join(" ", jvm),
        (_, job) -> {
          List<String> command = command(jvm, "-XX:AOTCache=" + cache, jar);
          command.add(job.child().get(1));
          return Launch.of(command);
        });
  }

  /** The command line up to the program: its class path, cache and main class are not the JVM's. */
  static List<String> withoutProgram(List<String> commandLine) {
    List<String> jvm = new ArrayList<>();
    for (int i = 0; i < commandLine.size(); i++) {
      String word = commandLine.get(i);
      if (word.equals("-cp") || word.equals("-classpath") || word.equals("--class-path")) {
        i++;
      } else if (i > 0 && !word.startsWith("-")) {
        break;
      } else if (!isAboutProgram(word)) {
        jvm.add(word);
      }
    }
    return List.copyOf(jvm);
  }

  private static boolean isAboutProgram(String word) {
    return word.startsWith("-XX:AOT")
        || word.startsWith("-XX:SharedArchiveFile")
        || word.startsWith("-D")
        || word.startsWith("-jar")
        || word.startsWith("--module-path");
  }

  private static List<String> planned() {
    List<String> jvm = new ArrayList<>();
    jvm.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    jvm.addAll(PLANNED_FLAGS);
    return List.copyOf(jvm);
  }

  private static void writeJar(Path jar) throws IOException {
    String name = EmptyMain.class.getName().replace('.', '/') + ".class";
    try (InputStream bytes = EmptyMain.class.getClassLoader().getResourceAsStream(name);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      if (bytes == null) {
        throw new AssertionError("internal error: " + name + " is not on the class path");
      }
      entries.putNextEntry(new JarEntry(name));
      bytes.transferTo(entries);
    }
  }

  private static void train(List<String> jvm, Path jar, Path cache) throws BenchmarkException {
    List<String> command = command(jvm, "-XX:AOTCacheOutput=" + cache, jar);
    command.addAll(List.of("/dev/null", "once"));
    Tools.run(command);
  }

  private static List<String> command(List<String> jvm, String cacheFlag, Path jar) {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of(cacheFlag, "-cp", jar.toString(), EmptyMain.class.getName()));
    return command;
  }
}
